// Opens the page that `crossings brief` wrote and checks it as its readers
// would: on a desk, a tablet and a phone, in the dark, on paper, without
// scripts, and by a screen reader's rules. Prints one line a check.
//
// node check.mjs PAGE [--weight BYTES] [--front N] [--pages N] [--shots FOLDER]
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const page_path = resolve(process.argv[2] ?? "pakistan-2023.html");
const given = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const weight = Number(given("--weight", 400_000));
const pages = Number(given("--pages", 24));
const front = Number(given("--front", 2)); // pages of paper before the fold
const shots = given("--shots"); // folder for screenshots, when someone wants to look
const url = pathToFileURL(page_path).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let passed = 0;
let failed = 0;
function check(what, right, told = "") {
  right ? passed++ : failed++;
  console.log(`${right ? "ok    " : "FAILED"} ${what}${right || !told ? "" : `: ${told}`}`);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

const bytes = readFileSync(page_path).length;
check(`weighs under ${weight / 1000} KB`, bytes < weight, `${bytes} bytes`);

for (const width of [1280, 768, 360]) {
  for (const colorScheme of ["light", "dark"]) {
    const at = `${width} px, ${colorScheme}`;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const loud = [];
    const asked = [];
    page.on("console", (message) => message.type() === "error" && loud.push(message.text()));
    page.on("pageerror", (error) => loud.push(String(error)));
    page.on("request", (request) => request.url() !== url && !request.url().startsWith("data:") && asked.push(request.url()));
    await page.goto(url, { waitUntil: "load" });
    check(`${at}: nothing is loaded from elsewhere`, asked.length === 0, asked.join(", "));
    check(`${at}: no error in the console`, loud.length === 0, loud.join("; "));
    const took = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
    console.log(`       ${at}: loaded in ${took.toFixed(0)} ms`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(`${at}: no horizontal scroll`, over <= 0, `${over} px too wide`);
    const cut = await page.evaluate(() => {
      const out = [];
      for (const svg of document.querySelectorAll("svg")) {
        const box = svg.getBoundingClientRect();
        if (box.width === 0) continue;
        const labels = [...svg.querySelectorAll("text")]
          .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
          .filter((label) => label.box.width > 0);
        for (const { text, box: b } of labels)
          if (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1)
            out.push(`clipped "${text}"`);
        for (let i = 0; i < labels.length; i++)
          for (let j = i + 1; j < labels.length; j++) {
            const [a, b] = [labels[i].box, labels[j].box];
            const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (x > 1.5 && y > 3) out.push(`"${labels[i].text}" on "${labels[j].text}"`);
          }
      }
      return out;
    });
    check(`${at}: no label clipped or on another`, cut.length === 0, cut.slice(0, 5).join("; "));
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const violations = found.violations.map((v) => `${v.id} (${v.nodes.length}: ${v.nodes[0].target})`);
    check(`${at}: axe-core finds no violation`, violations.length === 0, violations.join(", "));
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/${width}-${colorScheme}.png`, fullPage: true });
    }
    await context.close();
  }
}

// Every number opens its quote.
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: true });
const page = await context.newPage();
await page.goto(url);
const links = await page.evaluate(() => {
  const dead = [];
  let count = 0;
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    count++;
    if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) dead.push(link.hash);
  }
  return { dead, count };
});
check("every inner link has its target", links.dead.length === 0 && links.count > 8, `${links.dead.slice(0, 5)} of ${links.count}`);
const claim = page.locator('a[href^="#claim-"]:visible').first();
const target = await claim.getAttribute("href");
await claim.click();
check("a figure opens its quote", await page.locator(target).first().isVisible(), target);
check("charts have names", (await page.getByRole("img").count()) >= 2 && (await page.evaluate(() =>
  [...document.querySelectorAll("svg[role=img]")].every((svg) => svg.querySelector("title")?.textContent.trim()))));

// The day cursor: pointer and keyboard, in all charts at once; then a mark leads to its quote and back.
const charts = await page.locator("figure.chart .days").count();
if (charts) {
  const drawing = page.locator("figure.chart svg[data-from]:visible").first();
  await drawing.scrollIntoViewIfNeeded();
  const box = await drawing.boundingBox();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
  const told = () => page.evaluate(() => [...document.querySelectorAll(".readout")].map((p) => p.textContent));
  const pointed = await told();
  check("pointing at a day tells its numbers", /\d/.test(pointed[0]), pointed[0]);
  check("in all charts at once", pointed.every((words) => /\d/.test(words)), pointed.join(" / "));
  check("with a line at the day", (await page.evaluate(() => [...document.querySelectorAll(".cursor")]
    .filter((line) => line.style.display !== "none" && line.ownerSVGElement.getBoundingClientRect().width > 0).length)) === charts);
  const slider = page.locator("figure.chart .days").first();
  await slider.focus();
  for (let step = 0; step < 8; step++) await page.keyboard.press("ArrowLeft");
  const moved = await told();
  check("arrow keys move the day", moved[0] !== pointed[0] && (charts < 2 || moved[1] !== pointed[1]), moved[0]);
  check("the chart at hand is read out", (await page.locator('.readout[aria-live="polite"]').count()) === 1);
  check("the slider says the day", (await slider.getAttribute("aria-valuetext")) === moved[0]);
  const mark = page.locator("svg:visible g.mark").first();
  if (await mark.count()) {
    await mark.scrollIntoViewIfNeeded();
    const from = await page.evaluate(() => scrollY);
    await mark.click({ force: true });
    const quote = await page.evaluate(() => document.querySelector(":target")?.textContent ?? "");
    check("a mark leads to its quote", quote.length > 0);
    await page.getByRole("button", { name: "Back to where you were" }).click();
    const at = await page.evaluate(() => scrollY);
    check("and back", Math.abs(at - from) < 5, `${from} to ${at}`);
  }
}

// Paper: no drawing higher than a page.
await page.emulateMedia({ media: "print" });
await page.setViewportSize({ width: 680, height: 960 });
const high = await page.evaluate(() => [...document.querySelectorAll("figure.chart svg")]
  .map((svg) => svg.getBoundingClientRect().height).filter((height) => height > 980));
check("no chart is cut by the end of a page", high.length === 0, high.join(", "));
// 680 pixels are the width of A4 between its margins; a pixel of CSS is three quarters of a point.
const small = await page.evaluate(() => [...document.querySelectorAll("figure.chart svg")]
  .filter((svg) => svg.getBoundingClientRect().width > 0)
  .flatMap((svg) => [...svg.querySelectorAll("text")].map((text) => ({
    words: text.textContent,
    points: parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a * 0.75,
  }))).filter(({ points }) => points < 7));
check("no letter of a chart is smaller than 7 points", small.length === 0,
  small.slice(0, 5).map(({ words, points }) => `"${words}" ${points.toFixed(1)}`).join(", "));
await page.emulateMedia({ media: null });
await page.setViewportSize({ width: 1280, height: 900 });
const pdf = await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true, path: shots ? `${shots}/print.pdf` : undefined });
const sheets = (file) => [...file.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
const boxes = sheets(pdf);
const a4 = boxes.every(([, w, h]) => Math.abs(w - 595) < 2 && Math.abs(h - 842) < 2);
check("prints on A4", boxes.length >= 1 && boxes.length <= pages && a4, `${boxes.length} pages ${boxes[0]}`);
await context.close();

// As it is printed by somebody who has opened nothing.
const fresh = await browser.newPage();
await fresh.goto(url);
const shut = sheets(await fresh.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true }));
check(`before the fold it prints on ${front} pages`, shut.length <= front, `${shut.length} pages`);
await fresh.close();

const plain = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
const bare = await plain.newPage();
await bare.goto(url);
check("the headline is there without scripts", (await bare.locator("h1").count()) === 1);
await bare.locator('a[href^="#claim-"]:visible').first().click();
const opened = await bare.evaluate(() => document.querySelector(":target")?.getBoundingClientRect().top ?? -1);
check("a figure leads to its quote without scripts", opened >= 0 && opened < 1000, `${opened}`);
await plain.close();
await browser.close();

console.log(`       ${boxes.length} pages of A4, ${bytes} bytes`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

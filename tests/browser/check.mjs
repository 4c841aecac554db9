// Opens the page that `crossings brief` wrote and checks it as its readers
// would: on a desk, a tablet and a phone, in the dark, on paper, without
// scripts, and by a screen reader's rules. Prints one line a check.
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const page_path = resolve(process.argv[2] ?? "pakistan-2023.html");
const shots = process.argv[3]; // folder for screenshots, when someone wants to look
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

check("weighs under 400 KB", readFileSync(page_path).length < 400_000);

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
check("every inner link has its target", links.dead.length === 0 && links.count > 20, `${links.dead.slice(0, 5)} of ${links.count}`);
const claim = page.locator('a[href^="#claim-"]:visible').first();
const target = await claim.getAttribute("href");
await claim.click();
check("a figure opens its quote", await page.locator(target).first().isVisible(), target);
check("charts have names", (await page.getByRole("img").count()) >= 2 && (await page.evaluate(() =>
  [...document.querySelectorAll("svg[role=img]")].every((svg) => svg.querySelector("title")?.textContent.trim()))));
const pdf = await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true, path: shots ? `${shots}/print.pdf` : undefined });
const boxes = [...pdf.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
const a4 = boxes.every(([, w, h]) => Math.abs(w - 595) < 2 && Math.abs(h - 842) < 2);
check("prints on A4", boxes.length >= 3 && boxes.length <= 40 && a4, `${boxes.length} pages ${boxes[0]}`);
await context.close();

const plain = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
const bare = await plain.newPage();
await bare.goto(url);
check("the headline is there without scripts", (await bare.locator("h1").count()) === 1);
await bare.locator('a[href^="#claim-"]:visible').first().click();
const opened = await bare.evaluate(() => document.querySelector(":target")?.getBoundingClientRect().top ?? -1);
check("a figure leads to its quote without scripts", opened >= 0 && opened < 1000, `${opened}`);
await plain.close();
await browser.close();

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

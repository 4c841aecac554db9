// Walks `crossings serve` as a team does: an empty ledger, the upload of the example, the queue by keyboard, a correction
// and its undo, a disagreement down to its quote, the day of knowledge, an export, a login, two at once with a conflict,
// quotes from right to left; every page by a screen reader's rules, at three widths, in the dark, and without scripts.
//
// node serve.mjs CROSSINGS EXAMPLE [--shots FOLDER]
import { spawn, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [program, example] = process.argv.slice(2, 4).map((path) => resolve(path));
const at = process.argv.indexOf("--shots");
const shots = at < 0 ? null : process.argv[at + 1];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const place = mkdtempSync(join(tmpdir(), "crossings-serve-"));

let passed = 0;
let failed = 0;
function check(what, right, told = "") {
  right ? passed++ : failed++;
  console.log(`${right ? "ok    " : "FAILED"} ${what}${right || !told ? "" : `: ${told}`}`);
}

const running = [];
async function serve(...more) {
  const child = spawn(program, ["serve", "--ledger", "l.sqlite", "--listen", "127.0.0.1:0", ...more], { cwd: place });
  running.push(child);
  return new Promise((found, lost) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const address = said.match(/on (http:\/\/[^/\s]+)/);
      if (address) found({ base: address[1], child });
    });
    child.on("exit", () => lost(new Error(said)));
  });
}
const ended = (child) => new Promise((done) => { child.on("exit", done); child.kill("SIGTERM"); });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const loud = [];
async function tab(context) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && loud.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => loud.push(`${page.url()}: ${error}`));
  return page;
}
async function sound(page, what) {
  // Playwright's own way in is not barred by the page's policy.
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const told = found.violations.map((v) => `${v.id} (${v.nodes.length}: ${v.nodes[0].target})`).join(", ");
  check(`${what}: axe-core finds no violation`, told === "", told);
}

try {
  // First start, with nothing there.
  let { base, child } = await serve();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  const page = await tab(context);
  await page.goto(`${base}/`);
  check("an empty ledger says how to begin", (await page.textContent("h1")).includes("Nothing has been added"));
  await sound(page, "the empty ledger");

  // The example is uploaded, file by file.
  await page.click("a.button");
  const files = readdirSync(example).filter((name) => name !== "README.md").map((name) => join(example, name));
  await page.setInputFiles("#files", files);
  await page.click("form.files button");
  await page.waitForSelector("form.files[data-done]", { timeout: 120_000 });
  const results = await page.locator("form.files .results > li").allTextContents();
  check("every file says what became of it", results.length === files.length + 1 && results.filter((r) => r.includes("added,")).length === files.length, results.join(" | "));
  await page.fill("#text", "نص للتجربة\nOfficials said 4,321 Afghans returned from Pakistan to Afghanistan through Torkham on Friday.");
  await page.fill("#name", "ملاحظة.txt");
  await page.fill("#text-date", "2023-11-18");
  await page.click("form.paste button");
  check("a pasted text is read", (await page.textContent(".taken")).includes("1 document added"), await page.textContent("main"));
  await sound(page, "what became of it");

  // The picture, and its weight.
  await page.goto(`${base}/`, { waitUntil: "load" });
  // With all that it loads, whether or not the browser had it already.
  const moved = await page.evaluate(() => ["navigation", "resource"].flatMap((sort) => performance.getEntriesByType(sort))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0));
  const took = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
  console.log(`       the first page: ${moved} bytes, loaded in ${took.toFixed(0)} ms`);
  check("the first page moves less than 150 KB", moved > 10_000 && moved < 150_000, `${moved}`);
  const figure = await page.textContent(".headline .figure");
  const json = await (await fetch(`${base}/api/picture`)).json();
  check("the page leads with the number of the JSON", figure.trim() === json.headline.figure, `${figure} ${json.headline.figure}`);

  // As known earlier, by the slider of days.
  const slider = page.locator(".known input[type=range]");
  await slider.focus();
  await page.keyboard.press("Home");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await page.waitForURL(/as_of=/);
  check("the slider asks what was known earlier", (await page.textContent(".dateline")).startsWith("As known on"));
  await page.goto(`${base}/`);

  // The queue by keyboard: looking decides nothing, no key acts in a field.
  const total = async () => (await (await fetch(`${base}/api/queue?per=1`)).json()).total;
  const decided = async () => (await (await fetch(`${base}/api/log?per=500`)).json()).total;
  await page.goto(`${base}/queue`);
  await sound(page, "the queue");
  const before = await total();
  await page.keyboard.press("n");
  await page.waitForURL(/at=/);
  const next = page.url();
  await Promise.all([page.waitForURL((now) => String(now) !== next, { waitUntil: "load" }), page.keyboard.press("p")]);
  await page.keyboard.press("?");
  check("? lists the keys", await page.locator("#keys[open]").isVisible());
  await page.fill("#why", "");
  await page.focus("#why");
  await page.keyboard.type("a reason, far from final");
  check("no key acts in a field, and looking decides nothing", (await decided()) === 0 && (await page.inputValue("#why")) === "a reason, far from final");
  await page.keyboard.press("Escape");
  let presses = 0;
  for (let i = 0; i < 60; i++) {
    const url = page.url();
    presses++;
    await Promise.all([page.waitForURL((now) => String(now) !== url, { waitUntil: "load" }), page.keyboard.press("a")]);
  }
  const after = await total();
  check("sixty claims are accepted by sixty keys, each with the next", presses === 60 && before - after === 60 && (await decided()) === 60, `${before} ${after} ${await decided()}`);
  const undone = page.url();
  await Promise.all([page.waitForURL((now) => String(now) !== undone), page.keyboard.press("u")]);
  check("one key undoes", (await total()) === after + 1);

  // A correction from what else stood in the sentence: c and a digit.
  let corrected = null;
  for (let i = 0; i < 40 && !corrected; i++) {
    if (await page.locator('.choices [data-key="1"]').count()) {
      const id = (await page.locator("form.decide").getAttribute("action")).split("/")[2];
      const choice = await page.locator('.choices [data-key="1"]').getAttribute("value");
      const url = page.url();
      await page.keyboard.press("c");
      await Promise.all([page.waitForURL((now) => String(now) !== url), page.keyboard.press("1")]);
      corrected = { id, choice };
    } else {
      await Promise.all([page.waitForLoadState("load"), page.keyboard.press("n")]);
      await page.waitForTimeout(150);
    }
  }
  check("a field is corrected by two keys", corrected !== null);
  if (corrected) {
    const told = await (await fetch(`${base}/api/claims/${corrected.id}`)).json();
    const [field, value] = corrected.choice.split(", ")[0].split("=");
    check("the correction is in the ledger", told.decisions.at(-1).set[field] === value, JSON.stringify(told.decisions));
    const url = page.url();
    await Promise.all([page.waitForURL((now) => String(now) !== url), page.keyboard.press("u")]);
    const now = await (await fetch(`${base}/api/claims/${corrected.id}`)).json();
    check("and is undone by one", now.decisions.every((one) => one.verdict === "undo" || !one.stands), JSON.stringify(now.decisions));
  }

  // A disagreement down to the quote.
  await page.goto(`${base}/disagreements`);
  await page.locator("ol.cases a").first().click();
  await page.waitForURL(/claims\/.*#quote/);
  const mark = page.locator("mark#quote");
  check("a disagreement leads to the quote in its document", await mark.isVisible() && (await mark.textContent()).length > 0);
  await sound(page, "a claim");

  // From right to left.
  const list = await (await fetch(`${base}/api/documents`)).json();
  const arabic = list.items.find((one) => one.title.includes("ملاحظة") || one.title.includes("نص"));
  await page.goto(`${base}/documents/${arabic.id}`);
  check("an Arabic text runs from right to left", (await page.evaluate(() => getComputedStyle(document.querySelector(".document")).direction)) === "rtl");

  // Files.
  await page.goto(`${base}/export?by=day`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('a[download="flows.csv"]')]);
  const csv = readFileSync(await download.path(), "utf8");
  check("the export is the picture by day", csv.includes("#date") && csv.split("\n").length > 20, csv.slice(0, 200));

  // Two at once.
  const other = await tab(await browser.newContext());
  const some = (await (await fetch(`${base}/api/queue?per=1`)).json()).items[0].claim;
  const earlier = (await (await fetch(`${base}/api/claims/${some}`)).json()).version;
  await page.goto(`${base}/claims/${some}`);
  await other.goto(`${base}/claims/${some}`);
  await other.locator('form.decide button[value="accept"]').click();
  await page.waitForSelector(".news:not([hidden])");
  check("who looks at the page hears of it", (await page.textContent(".news")).includes("new entr"));
  await page.locator('form.decide button[value="reject"]').click();
  await page.waitForSelector(".conflict");
  const heard = await page.locator("ol.history > li").count();
  check("two who decide at once are both shown", heard === earlier + 2, `${heard}`);
  await sound(page, "a conflict");

  // Every page, at three widths, in the dark, and without scripts.
  const pages = { picture: "/", asked: "/?from=2023-10-18&to=2023-11-01&via=Torkham&by=week", claims: "/claims", claim: `/claims/${some}`, queue: "/queue",
    disagreements: "/disagreements", findings: "/findings", documents: "/documents", sources: "/sources", events: "/events",
    map: "/map", export: "/export", log: "/log", missing: "/nothing" };
  for (const [width, colorScheme] of [[1280, "light"], [800, "light"], [360, "light"], [1280, "dark"]]) {
    const own = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const one = await tab(own);
    for (const [name, path] of Object.entries(pages)) {
      await one.goto(base + path, { waitUntil: "load" });
      const over = await one.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      check(`${name}, ${width} px, ${colorScheme}: no horizontal scroll`, over <= 0, `${over} px too wide`);
      if (width !== 800) await sound(one, `${name}, ${width} px, ${colorScheme}`);
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await one.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
      }
    }
    await own.close();
  }
  const still = await tab(await browser.newContext({ javaScriptEnabled: false }));
  await still.goto(`${base}/claims`);
  await still.fill("#q", "chaman");
  await still.click("form.ask button");
  check("without scripts there is all to read", (await still.locator("table.claims tbody tr").count()) > 2);
  await still.goto(`${base}/queue`);
  await still.locator('form.decide button[value="flag"]').click();
  check("and the queue goes on", still.url().includes("/queue?"));
  const wanted = loud.filter((line) => !line.includes("/nothing"));
  check("no error in any console", wanted.length === 0, wanted.slice(0, 3).join("; "));

  // For a team: a login, and roles.
  await ended(child);
  for (const [name, role] of [["Rana", "reader"], ["Noor", "analyst"]])
    execFileSync(program, ["serve", "add-user", name, "--role", role, "--users", "l.sqlite.users"], { cwd: place, input: "a long password\n", stdio: ["pipe", "pipe", "ignore"] });
  ({ base, child } = await serve());
  for (const [name, may] of [["Rana", false], ["Noor", true]]) {
    const own = await tab(await browser.newContext());
    await own.goto(`${base}/claims`);
    check(`${name} must log in first`, own.url().endsWith("/login"));
    if (may) await sound(own, "the login");
    await own.fill("#name", name);
    await own.fill("#password", "a long password");
    await own.click("form.login button");
    await own.waitForURL(`${base}/`);
    check(`${name} is ${may ? "" : "not "}shown the queue`, (await own.locator('.menu a[href="/queue"]').count()) === (may ? 1 : 0));
    await own.goto(`${base}/claims/${some}`);
    check(`${name} ${may ? "decides" : "reads"}`, (await own.locator("form.decide").count()) === (may ? 1 : 0));
    await own.click(".person button");
    check(`${name} logs out`, own.url().endsWith("/login"));
  }
  await ended(child);
  const verified = execFileSync(program, ["ledger", "verify", "l.sqlite"], { cwd: place, stdio: ["ignore", "pipe", "ignore"] }).toString();
  check("the ledger is as it was written", verified.includes("all is well"), verified);
} finally {
  running.forEach((child) => child.kill("SIGKILL"));
  await browser.close();
  rmSync(place, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

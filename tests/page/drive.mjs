// Opens reports in a headless Chromium, uses them, and prints a line for each thing that is wrong.
//
// usage: node drive.mjs ORACLES TASK.json

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { screenshots } from "./screenshots.mjs";
import { answersAll, filters, isAccessible, opensEach, prints, usedByKeyboard, usesTable } from "./uses.mjs";

const [oracles, written] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(oracles, "package.json"));
const { chromium } = require("playwright-core");
const Ajv = require("ajv/dist/2020");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const task = JSON.parse(readFileSync(written, "utf8"));

const say = (name, what) => console.log(`${name}: ${what}`);

/** The browser of the system. */
function browser() {
  const folders = (process.env.PATH || "").split(":");
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = [process.env.CHROMIUM, ...names.flatMap((name) => folders.map((folder) => join(folder, name)))].find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium: tests/oracles/install.sh installs one, or CHROMIUM names one");
  return found;
}

const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The policy of a page names exactly its own style and script. */
function policyOf(page) {
  const hash = (tag) => {
    const [, text] = page.split(`<${tag}>`);
    return `'sha256-${createHash("sha256").update(text.split(`</${tag}>`)[0]).digest("base64")}'`;
  };
  return `default-src 'none'; script-src ${hash("script")}; style-src ${hash("style")}; base-uri 'none'; form-action 'none'`;
}

function holdsPolicy(name, folder) {
  const page = readFileSync(join(folder, "report.html"), "utf8");
  const wanted = policyOf(page);
  if (page.includes(`content="${wanted}"`)) return true;
  if (task.bless) writeFileSync(task.policy, `${wanted}\n`);
  say(name, `the hashes in policy.txt are not those of the page: \`BLESS=1 cargo test --test page\` writes them${task.bless ? ", and has; run it again" : ""}`);
  return false;
}

function holdsSchema(validate, name, folder) {
  if (validate(JSON.parse(readFileSync(join(folder, "pipeline.json"), "utf8")))) return;
  for (const error of validate.errors.slice(0, 10)) say(name, `pipeline.json, ${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
}

/** A page of a report: what it asks for and what it complains of is wrong. */
async function open(context, name, folder, before = async () => {}) {
  const page = await context.newPage();
  await before(page);
  const address = pathToFileURL(join(folder, "report.html")).href;
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) say(name, `console: ${message.text()}`); });
  page.on("pageerror", (error) => say(name, `error: ${error.message}`));
  page.on("dialog", (dialog) => { say(name, `a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== address) say(name, `a request leaves: ${request.url()}`); });
  await page.goto(address);
  return page;
}

async function holdsPage(context, name, folder, colours) {
  const page = await open(context, name, folder);
  const at = `${name}, ${colours}`;
  const data = JSON.parse(readFileSync(join(folder, "pipeline.json"), "utf8")).pipelines[0];
  const tell = (what) => say(at, what);
  await answersAll(page, data, tell);
  if ((await page.getAttribute("html", "data-theme")) !== colours) tell("it has other colours than the system");
  // The page is the same in either colours but for those.
  const rules = colours === "light" ? undefined : ["color-contrast"];
  await isAccessible(page, axe, "at first", tell, rules);
  if (colours === "light") {
    await opensEach(page, data, tell);
    await usedByKeyboard(page, data, tell);
    await filters(page, data, tell);
    await prints(page, data, tell);
  }
  await page.locator(".card").first().click();
  await isAccessible(page, axe, "with a panel", tell, rules);
  await page.keyboard.press("Escape");
  await usesTable(page, data, axe, tell, rules);
  if (name === task.hostile) await staysText(page, data, tell);
  await page.setViewportSize({ width: 400, height: 800 });
  await overflows(page, "in a narrow window", tell);
  await page.close();
}

/** Nothing but the tables and the picture is scrolled sideways. */
async function overflows(page, when, tell) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (wide > room) tell(`it is ${wide - room} pixels too wide ${when}`);
}

/** Texts with markup are texts. */
async function staysText(page, data, tell) {
  const found = await page.evaluate(() => ({
    pwned: window.pwned,
    made: document.querySelectorAll("img, iframe, object, embed, link, base, script:not(#data):not(:last-of-type)").length,
    turned: [...document.querySelectorAll("body *:not(script)")].some((one) => [...one.childNodes].some((node) => node.nodeType === 3 && /[\u202a-\u202e\u2066-\u2069]/.test(node.data))),
    spelled: document.body.innerText.includes("⟨U+202E⟩") || document.body.innerHTML.includes("⟨U+202E⟩"),
  }));
  if (found.pwned) tell("a text of the user has run");
  if (found.made) tell(`a text of the user made ${found.made} elements`);
  if (found.turned) tell("a character that turns the direction is in the page");
  if (!found.spelled) tell("no character that turns the direction is spelled out");
}

/** A pipeline of 962 actions opens and filters at the cost of what is in sight. */
async function costsLittle(context, small, large) {
  const cost = async (name) => {
    let session;
    // Before the page loads, since what came earlier is not counted.
    const page = await open(context, name, task.reports[name], async (page) => {
      session = await context.newCDPSession(page);
      await session.send("Performance.enable");
    });
    const measured = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      const of = (key) => metrics.find((one) => one.name === key).value;
      return of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration");
    };
    const opened = await measured();
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    await page.evaluate(() => {
      window.made = 0;
      new MutationObserver((changes) => changes.forEach((change) => { window.made += change.addedNodes.length; })).observe(document.body, { childList: true, subtree: true });
    });
    for (const text of ["update1", "update19 deploy3", "nothing at all", "eu-west-1", ""]) await page.fill("#search", text);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const filtered = (await measured()) - opened;
    const made = await page.evaluate(() => window.made);
    const cards = await page.locator(".card").count();
    await page.close();
    return { opened, filtered, elements, made, cards };
  };
  const [less, more] = [await cost(small), await cost(large)];
  console.error(JSON.stringify({ less, more }));
  const actions = JSON.parse(readFileSync(join(task.reports[large], "pipeline.json"), "utf8")).pipelines[0].actions.length;
  if (actions < 900) say(large, `it has ${actions} actions only`);
  if (more.cards > actions / 4) say(large, `${more.cards} of ${actions} cards are made at once`);
  if (more.elements > 4 * less.elements) say(large, `${more.elements} elements at first, and ${less.elements} of ${small}`);
  if (more.made > 12 * less.made) say(large, `five searches make ${more.made} elements, and ${less.made} of ${small}`);
  for (const what of ["opened", "filtered"]) {
    if (!(less[what] > 0 && more[what] > 0)) say(large, `no time was measured while it ${what}`);
    if (more[what] > 40 * less[what]) say(large, `it ${what} in ${(more[what] / less[what]).toFixed(1)} times the time of ${small}`);
  }
}

const validate = new Ajv({ allErrors: true, strict: true, strictTuples: false, allowUnionTypes: true }).compile(JSON.parse(readFileSync(task.schema, "utf8")));
const data = mkdtempSync(join(tmpdir(), "pipewright-page-"));
try {
  let sound = true;
  for (const [name, folder] of Object.entries(task.reports)) {
    sound &&= holdsPolicy(name, folder);
    holdsSchema(validate, name, folder);
  }
  // Nothing works while the browser refuses the script.
  if (sound) {
    for (const colours of ["light", "dark"]) {
      const options = { executablePath: browser(), args: ARGUMENTS, colorScheme: colours, viewport: { width: 1600, height: 1000 }, reducedMotion: "reduce" };
      const context = await chromium.launchPersistentContext(join(data, colours), options);
      for (const [name, folder] of Object.entries(task.reports)) {
        await holdsPage(context, name, folder, colours).catch((error) => say(name, `${colours}: ${error.message.split("\n").slice(0, 6).join(" ")}`));
      }
      if (colours === "light") await costsLittle(context, task.small, task.large);
      if (task.shots) {
        mkdirSync(task.shots, { recursive: true });
        await screenshots(context, colours, task);
      }
      await context.close();
    }
  }
} finally {
  rmSync(data, { recursive: true, force: true });
}

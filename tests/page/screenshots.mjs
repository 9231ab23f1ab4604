// The pictures of the docs: SCREENSHOTS=1 cargo test --test page

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export async function screenshots(context, colours, task) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const keep = async (name) => {
    // A picture of another size is drawn a frame later.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 88 });
    writeFileSync(join(task.shots, `${name}.webp`), Buffer.from(data, "base64"));
  };
  const open = async (name, width, height) => {
    await page.setViewportSize({ width, height });
    await page.goto(pathToFileURL(join(task.reports[name], "report.html")).href);
  };
  if (colours === "light") {
    await open("reference-architecture", 1560, 1090);
    await keep("report");
  } else {
    await open("reference-architecture", 1720, 980);
    await page.locator("#pipeline").scrollIntoViewIfNeeded();
    await page.click("[data-layer=roles]");
    await page.click(".card[data-action='2']");
    await page.evaluate(() => { document.getElementById("pipeline").scrollIntoView(); document.getElementById("main").focus({ preventScroll: true }); });
    await keep("report-action");
  }
  await page.close();
}

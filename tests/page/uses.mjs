// What a person does with a report, and what it must show then.

/** The first screen answers, and says what the data says. */
export async function answersAll(page, data, tell) {
  for (const id of ["written", "todo", "reached"]) {
    const box = await page.locator(`#${id}`).boundingBox();
    const height = page.viewportSize().height;
    if (!box || box.y + box.height > height) tell(`the answer #${id} is not on the first screen`);
  }
  const actions = data.actions.filter((action) => !action.moment).length;
  const lead = await page.locator(".answer .lead").first().innerText();
  if (!lead.startsWith(`${actions.toLocaleString("en")} action`)) tell(`it says "${lead}" of ${actions} actions`);
  const headings = await page.locator("h1").count();
  if (headings !== 1) tell(`${headings} headings of the first level`);
  for (const id of ["pipeline", "existing", "owners", "waves", "roles", "proof"]) {
    if (!(await page.locator(`section#${id} h2`).count())) tell(`no part #${id}`);
  }
  const shown = await page.locator(".card").count();
  if (!shown) tell("no card is drawn");
}

/** Nothing that axe-core calls serious or critical: of all its rules, or of some. */
export async function isAccessible(page, axe, when, tell, rules) {
  // Through the debugger: the policy of the page lets no other script in.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) };
  const results = await page.evaluate((options) => window.axe.run(document, options), options);
  for (const found of results.violations.filter((one) => ["serious", "critical"].includes(one.impact))) {
    tell(`axe, ${when}: ${found.id}, ${found.help}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" … ")}`);
  }
}

/** So many cards are tried in a large picture. */
const TRIED = 12;

const titleOf = (action) => action.name;

/** Each card opens what stands about it, Escape closes that, and the card has the focus again. */
export async function opensEach(page, data, tell) {
  const places = await page.$$eval(".card", (cards) => cards.map((card) => Number(card.dataset.action)));
  for (const place of places.slice(0, TRIED)) {
    const action = data.actions[place];
    const card = page.locator(`.card[data-action="${place}"]`);
    await card.focus();
    await card.click();
    const heading = await page.locator("#panel-title").textContent();
    if (spelled(heading) !== spelled(titleOf(action))) tell(`a click on ${action.name} shows ${heading}`);
    const text = await page.locator("#panel").textContent();
    if (!text.includes(action.source)) tell(`${action.name}: no source line`);
    for (const [, calls, on, , allowing] of action.requests) {
      for (const call of data.calls[calls]) if (!text.includes(call)) tell(`${action.name}: no ${call}`);
      if (!text.includes(data.texts[on])) tell(`${action.name}: no ${data.texts[on]}`);
      for (const by of allowing) {
        const [policy, statement] = data.statements[by];
        const [, resource] = data.policies[policy];
        if (!text.includes(resource) || !text.includes(statement)) tell(`${action.name}: no ${statement} of ${resource}`);
      }
    }
    const denied = action.role === undefined ? [] : data.roles[action.role].denied || [];
    for (const [sort, , on] of denied) {
      const [kind] = data.sorts[sort];
      if (!text.includes(data.texts[kind]) || !text.includes(data.texts[on])) tell(`${action.name}: no neighbour "${data.texts[kind]}"`);
    }
    await page.keyboard.press("Escape");
    if (await page.locator("#panel").isVisible()) tell(`${action.name}: Escape does not close it`);
    const focused = await page.evaluate(() => document.activeElement.dataset.action);
    if (focused !== String(place)) tell(`${action.name}: the focus is not where it was, but on ${focused}`);
  }
}

const spelled = (text) => text.replace(/\s+/g, " ").trim();

/** Tab order, `/`, arrow keys, Enter. */
export async function usedByKeyboard(page, data, tell) {
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex"); });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  if (first !== "skip") tell(`the first stop is ${first}, and not the link to the content`);
  await page.keyboard.press("/");
  if ((await page.evaluate(() => document.activeElement.id)) !== "search") tell("/ does not go to the search");
  await page.keyboard.press("Escape");
  const stops = await page.locator("#map button[tabindex='0']").count();
  if (stops !== 1) tell(`the picture has ${stops} stops for Tab, not one`);
  await page.locator("#map button[tabindex='0']").focus();
  const seen = new Set();
  for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End"]) {
    await page.keyboard.press(key);
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const [box, map] = [one.getBoundingClientRect(), document.getElementById("map").getBoundingClientRect()];
      return { name: one.getAttribute("aria-label") || one.textContent, inside: Boolean(one.closest("#map")), seen: box.left >= map.left && box.right <= map.right + 1, outline: getComputedStyle(one).outlineStyle };
    });
    if (!at.inside) tell(`${key} leaves the picture`);
    if (!at.seen) tell(`${key} goes to ${at.name}, which is not in sight`);
    if (at.outline === "none") tell(`${at.name} has the focus, and it cannot be seen`);
    seen.add(at.name);
  }
  if (seen.size < 2) tell("arrow keys go nowhere");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  if (!(await page.locator("#panel").isVisible())) tell("Enter does not open what has the focus");
  await page.keyboard.press("Escape");
}

/** Search leaves what matches, tells how much, and Escape brings all back. */
export async function filters(page, data, tell) {
  const action = data.actions[data.actions.length - 1];
  await page.fill("#search", action.name);
  const found = data.actions.filter((one) => JSON.stringify(one).toLowerCase().includes(action.name.toLowerCase())).length;
  const told = await page.locator("#live").textContent();
  const [, number, all] = told.match(/^([\d,]+) of ([\d,]+) action/) || [];
  const plain = (text) => Number((text || "").replaceAll(",", ""));
  if (plain(all) !== data.actions.length || plain(number) < 1 || plain(number) > Math.max(found, 1) + data.actions.length / 2) tell(`a search for ${action.name} tells "${told}"`);
  const cards = await page.locator(".card").count();
  if (!cards || cards > plain(number)) tell(`a search for ${action.name} tells ${number} and draws ${cards}`);
  await page.fill("#search", "there is no such thing");
  if (await page.locator(".card").count()) tell("what does not match is drawn");
  if (!(await page.locator("#map .empty").count())) tell("nothing says that nothing matches");
  await page.locator("#search").press("Escape");
  if (!(await page.locator(".card").count())) tell("Escape does not bring all back");
  const place = data.lanes[action.lane].account;
  await page.selectOption("[data-filter=account]", String(place));
  const of = data.actions.filter((one) => data.lanes[one.lane].account === place).length;
  if (!(await page.locator("#live").textContent()).startsWith(`${of.toLocaleString("en")} of`)) tell(`the filter of account ${place} does not leave ${of}`);
  await page.selectOption("[data-filter=account]", "");
  await page.click("[data-layer=roles]");
  const roles = await page.locator(".pill.role").count();
  if (roles !== 1) tell(`the layer of roles shows ${roles} service roles`);
  if (data.actions.length < 100 && data.actions.some((one) => one.role !== undefined) && !(await page.locator("path.trust").count())) tell("the layer of roles has no edges");
  await page.click("[data-layer=roles]");
  await page.click("[data-layer=artifacts]");
  // Those out of sight are no elements.
  const artifacts = () => page.evaluate(() => window.report.picture.plan.boxes.filter((box) => box.kind === "artifact").length);
  if (await artifacts()) tell("artifacts are shown without their layer");
  await page.click("[data-layer=artifacts]");
  if ((await artifacts()) < data.artifacts.length) tell("an artifact is not shown");
}

/** The lanes as a table. */
export async function usesTable(page, data, axe, tell, rules) {
  await page.click("[data-view=table]");
  const rows = async () => page.locator("#pipeline tbody tr").count();
  if ((await rows()) !== Math.min(data.actions.length, 40)) tell(`the table begins with ${await rows()} rows`);
  await isAccessible(page, axe, "as a table", tell, rules);
  while (await page.locator("#pipeline .foot button").count()) await page.click("#pipeline .foot button");
  if ((await rows()) !== data.actions.length) tell(`the table has ${await rows()} rows of ${data.actions.length}`);
  await page.click("[data-view=map]");
}

/** On paper there is everything. */
export async function prints(page, data, tell) {
  await page.evaluate(() => window.addEventListener("beforeprint", () => {
    window.onPaper = { rows: document.querySelectorAll(".print-only tbody tr").length, roles: document.querySelectorAll("#roles tbody tr").length, closed: document.querySelectorAll("details:not([open])").length };
  }));
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const paper = await page.evaluate(() => window.onPaper);
  if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) tell("it prints no PDF");
  if (!paper) { tell("the page does not know that it is printed"); return; }
  if (paper.rows !== data.actions.length) tell(`${paper.rows} of ${data.actions.length} actions are printed`);
  if (paper.roles !== data.roles.length) tell(`${paper.roles} of ${data.roles.length} roles are printed`);
  if (paper.closed) tell(`${paper.closed} folded parts are printed`);
  if (await page.locator(".print-only").count()) tell("what is for paper stays in the page");
}

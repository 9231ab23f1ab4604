
// Elements. Whatever a user wrote becomes a text node, never markup.

/** Characters that would change the order of what stands around them, or that nobody sees. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A text with its unseen characters spelled out. */
function clean(text) {
  return String(text).replace(UNSEEN, (found) =>
    `⟨U+${found.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/** An element: `el("p", { class: "muted", onclick: f }, "text", child)`. */
function el(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") made.className = value;
    else if (key === "tone") made.style.setProperty("--tone", `var(--${value})`);
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : clean(value));
  }
  add(made, children);
  return made;
}

function add(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(clean(child)));
  }
}

function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** What a user wrote, apart from the direction of the text around it. */
function own(text) {
  return el("bdi", {}, text);
}

function code(text) {
  return el("code", {}, own(text));
}

/** A sentence whose code stands between backticks. */
function prose(text) {
  return String(text).split("`").map((part, place) => (place % 2 ? code(part) : part));
}

/** `3 actions`, `1 action` */
function count(number, noun, plural) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural || noun + "s"}`;
}

/** Things in a sentence: `a`, `b` and `c`. */
function listed(things) {
  return things.flatMap((thing, place) => {
    if (place === 0) return [thing];
    return [place === things.length - 1 ? " and " : ", ", thing];
  });
}

function button(words, onclick, more) {
  return el("button", { type: "button", class: "button", onclick, ...more }, words);
}

function link(words, onclick) {
  return el("button", { type: "button", class: "link", onclick }, words);
}

/** Words for whoever hears the page. */
function hidden(words) {
  return el("span", { class: "visually-hidden" }, words);
}

/** The end of an ARN: what a person knows a role by. */
function lastPart(arn) {
  return arn.split("/").pop();
}

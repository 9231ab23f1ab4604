
// Where everything of the picture stands. Nothing is drawn here.

const SIZE = { card: 176, least: 138, most: 236, height: 50, role: 17, gap: 12, between: 34, pad: 16, label: 216, head: 58, pill: 28 };

/** The picture of the actions that are shown: `layout(model, places, { roles, artifacts }, room)`. */
function layout(model, shown, layers, room) {
  const cardHeight = SIZE.height + (layers.roles ? SIZE.role : 0);
  const columns = columnsOf(model, shown);
  const card = cardWidth(columns, room);
  let x = SIZE.label;
  for (const stage of columns) {
    stage.x = x;
    stage.width = SIZE.pad * 2 + stage.orders.length * card + (stage.orders.length - 1) * SIZE.between;
    stage.orders.forEach((order, at) => { order.x = x + SIZE.pad + at * (card + SIZE.between); });
    x += stage.width;
  }
  const width = Math.max(x, SIZE.label + 300);
  const rows = [];
  const boxes = [];
  let y = SIZE.head;
  const row = (kind, of, height) => {
    const made = { kind, of, y, height, boxes: [] };
    rows.push(made);
    y += height + 1;
    return made;
  };
  const put = (made, box) => {
    made.boxes.push(box);
    boxes.push(box);
  };
  if (layers.roles) {
    const service = { kind: "role", of: model.serviceRole, x: SIZE.label + SIZE.pad, y: y + 12, width: 240, height: SIZE.pill };
    put(row("roles", 0, SIZE.pill + 24), service);
  }
  for (const lane of lanesOf(model, shown)) {
    const stacks = new Map();
    for (const stage of columns) {
      for (const order of stage.orders) {
        order.actions.filter((place) => model.actions[place].lane === lane).forEach((place, at) => stacks.set(place, [order, at]));
      }
    }
    const most = Math.max(1, ...[...stacks.values()].map(([, at]) => at + 1));
    const made = row("lane", lane, Math.max(66, SIZE.gap + most * (cardHeight + SIZE.gap)));
    const top = most === 1 ? (made.height - cardHeight) / 2 : SIZE.gap;
    for (const [place, [order, at]] of stacks) {
      put(made, { kind: "action", of: place, x: order.x, y: made.y + top + at * (cardHeight + SIZE.gap), width: card, height: cardHeight });
    }
  }
  const at = new Map(boxes.filter((box) => box.kind === "action").map((box) => [box.of, box]));
  const edges = layers.artifacts ? storesOf(model, at, row, put, card) : [];
  if (layers.roles) edges.push(...trustOf(model, boxes, at));
  return { columns, rows, boxes, edges, width, height: y };
}

/** The width of a card: that with which the picture fills the room, where it can. */
function cardWidth(columns, room) {
  const orders = columns.reduce((sum, stage) => sum + stage.orders.length, 0);
  const around = SIZE.label + columns.length * SIZE.pad * 2 + (orders - columns.length) * SIZE.between;
  const fits = Math.floor((room - around) / Math.max(1, orders));
  return fits < SIZE.least ? SIZE.card : Math.min(fits, SIZE.most);
}

/** Stages, each with its steps one after another: the rules before entry, each run order, the rules behind. */
function columnsOf(model, shown) {
  const columns = [];
  model.stages.forEach((stage, place) => {
    const orders = new Map();
    const take = (key, action) => {
      if (shown.has(action)) orders.set(key, [...(orders.get(key) || []), action]);
    };
    for (const condition of stage.conditions || []) {
      const key = condition.moment === "before_entry" ? -1 : condition.moment === "on_success" ? 1e6 : 1e6 + 1;
      for (const rule of condition.rules) take(key, rule);
    }
    for (const action of stage.actions) take(model.actions[action].order, action);
    if (!orders.size) return;
    const sorted = [...orders].sort(([one], [other]) => one - other).map(([key, actions]) => ({ key, actions }));
    columns.push({ place, orders: sorted });
  });
  return columns;
}

/** The lanes with an action that is shown; those of one account stand together. */
function lanesOf(model, shown) {
  const used = new Set([...shown].map((place) => model.actions[place].lane));
  const first = new Map();
  model.lanes.forEach((lane, place) => { if (!first.has(lane.account)) first.set(lane.account, place); });
  const key = (place) => first.get(model.lanes[place].account);
  return [...used].sort((one, other) => key(one) - key(other) || one - other);
}

/** The stores with the artifacts in them, and the edges through them. An artifact is copied into the store of the
    region that reads it. */
function storesOf(model, at, row, put, card) {
  const width = card - 28;
  const edges = [];
  const pills = new Map();
  model.artifacts.forEach((artifact, place) => {
    const maker = at.get(artifact.maker);
    const readers = artifact.readers.filter((reader) => at.has(reader));
    if (!maker && !readers.length) return;
    const region = model.lanes[model.actions[artifact.maker].lane].region;
    const regions = new Set([region, ...readers.map((reader) => model.lanes[model.actions[reader].lane].region)]);
    for (const one of regions) {
      const near = readers.filter((reader) => model.lanes[model.actions[reader].lane].region === one).map((reader) => at.get(reader));
      const own = one === region && maker ? maker.x + 14 : Math.min(...near.map((box) => box.x)) - width - 22;
      if (!Number.isFinite(own)) continue;
      if (!pills.has(one)) pills.set(one, []);
      pills.get(one).push({ kind: "artifact", of: place, copy: one !== region, x: Math.max(SIZE.label + SIZE.pad, own), width, height: SIZE.pill, readers: near, maker: one === region ? maker : undefined, region: one });
    }
  });
  const placed = new Map();
  model.stores.forEach((store, place) => {
    const all = (pills.get(store.region) || []).sort((one, other) => one.x - other.x);
    if (!all.length) return;
    const ends = [];
    for (const pill of all) {
      let level = ends.findIndex((end) => end + 10 <= pill.x);
      if (level < 0) level = ends.push(0) - 1;
      ends[level] = pill.x + pill.width;
      pill.level = level;
    }
    const made = row("store", place, Math.max(56, 20 + ends.length * (SIZE.pill + 8)));
    for (const pill of all) {
      pill.y = made.y + (made.height - ends.length * (SIZE.pill + 8) + 8) / 2 + pill.level * (SIZE.pill + 8);
      put(made, pill);
      placed.set(`${pill.of} ${pill.region}`, pill);
    }
  });
  for (const pill of placed.values()) {
    const origin = placed.get(`${pill.of} ${model.lanes[model.actions[model.artifacts[pill.of].maker].lane].region}`);
    if (pill.maker) edges.push({ kind: "made", from: pill.maker, to: pill, artifact: pill.of });
    if (pill.copy && origin) edges.push({ kind: "copy", from: origin, to: pill, artifact: pill.of });
    for (const reader of pill.readers) edges.push({ kind: "read", from: pill, to: reader, artifact: pill.of });
  }
  return edges;
}

/** From the service role to each action that it assumes a role for. */
function trustOf(model, boxes, at) {
  const service = boxes.find((box) => box.kind === "role");
  const edges = [];
  for (const [place, box] of at) {
    if (model.actions[place].role !== undefined) edges.push({ kind: "trust", from: service, to: box });
  }
  return edges;
}

/** The line of an edge, with a head. */
function pathOf(edge) {
  const { from, to, kind } = edge;
  const middle = from.x + from.width / 2;
  if (kind === "made" || kind === "trust") return upright(middle, from.y + from.height, to.x + to.width / 2, to.y);
  if (kind === "copy") {
    return to.y > from.y ? upright(middle, from.y + from.height, to.x + to.width / 2, to.y)
      : upright(middle, from.y, to.x + to.width / 2, to.y + to.height);
  }
  // Into the left side of a reader, from the right side of what lies before it.
  const [x, y] = [to.x, to.y + to.height / 2];
  const head = `M${x - 6} ${y - 4}L${x - 1} ${y}L${x - 6} ${y + 4}`;
  if (from.x + from.width + 12 > x) return `M${middle} ${from.y}C${middle} ${from.y - 40} ${x - 40} ${y} ${x - 2} ${y}${head}`;
  const start = [from.x + from.width, from.y + from.height / 2];
  const reach = Math.min(140, Math.max(24, (x - start[0]) / 2));
  return `M${start[0]} ${start[1]}C${start[0] + reach} ${start[1]} ${x - reach} ${y} ${x - 2} ${y}${head}`;
}

/** A line that leaves and arrives upright. */
function upright(x1, y1, x2, y2) {
  const middle = (y1 + y2) / 2;
  const back = y2 > y1 ? -6 : 6;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}M${x2 - 4} ${y2 + back}L${x2} ${y2}L${x2 + 4} ${y2 + back}`;
}

// Names in the picture: of one size whatever the zoom, never over each other; where there is no room for all, what is
// chosen comes first, then what is next to it, then circles by what they hold, then things by how much they are linked.

const widths = new Map();
const most = 220;
const face = '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

function wide(context, font, text) {
  const key = font + text;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

// Marks that nothing begins or ends with, and characters that would turn the line or not be seen.
const trim = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ").replace(/\s+/g, " ").replace(/^[\s，。、；：,.;:·…]+|[\s，。、；：,.;:·]+$/gu, "");

const size = (c) => (/[\u0000-\u02ff]/.test(c) ? 0.55 : 1);
const wideOf = (characters) => characters.reduce((sum, c) => sum + size(c), 0);

// How badly a name breaks between two characters: torn words and numbers, lines that begin with a stop.
function strain(last, next) {
  if (/[\s·]/.test(last) || /[、，；]/.test(last)) return -3;
  if (/[，。、；：）》”’%…·]/u.test(next) || /[（《“‘]/u.test(last)) return 12;
  return /[\w.%]/.test(last) && /[\w.%]/.test(next) ? 8 : 0;
}

// A name in lines of at most so many wide characters, cut where they are too few for it.
export function lines(label, longest, most = 2) {
  let text = Array.from(trim(label) || "…");
  let used = 0;
  const cut = text.findIndex((c) => (used += size(c)) > most * longest);
  if (cut >= 0) text = Array.from(trim(text.slice(0, cut).join("")) + "…");
  const found = [];
  for (let left = most; text.length; left -= 1) {
    const whole = wideOf(text);
    if (whole <= longest || left === 1) {
      found.push(text.join("").trim());
      break;
    }
    const parts = Math.min(left, Math.ceil(whole / longest));
    let [best, least, before] = [1, Infinity, 0];
    for (let i = 1; i < text.length; i += 1) {
      before += size(text[i - 1]);
      if (before > longest + 1) break;
      const cost = Math.abs(whole / parts - before) * 1.5 + strain(text[i - 1], text[i]);
      if (cost < least) [best, least] = [i, cost];
    }
    found.push(text.slice(0, best).join("").replace(/[\s·]+$/u, "").trim());
    text = Array.from(text.slice(best).join("").replace(/^[\s·]+/u, ""));
  }
  return found;
}

export function placeLabels(context, nodes, frame) {
  const { scale, seen, radius, screen, width, height, style } = frame;
  const grid = new Map();
  const cell = 64;
  const cells = (box, then) => {
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x += 1) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y += 1) if (then(`${x},${y}`)) return true;
    }
    return false;
  };
  const meets = (box) => cells(box, (key) => (grid.get(key) || []).some((o) => box.left < o.right && o.left < box.right && box.top < o.bottom && o.top < box.bottom));
  const take = (box) => cells(box, (key) => {
    if (!grid.has(key)) grid.set(key, []);
    grid.get(key).push(box);
    return false;
  });

  // Names keep off what must be seen: closed discs, and the marks that are lit.
  const discs = [];
  for (const node of nodes) {
    if (!(node.circle ? !node.ring : node.must || node.chosen) || !seen(node, radius(node))) continue;
    discs.push({ node, ...screen(node.x, node.y), r: radius(node) * scale + (node.chosen && !node.circle ? 7 : 1) });
  }
  const holds = (disc, node) => Math.hypot(disc.x - node.x, disc.y - node.y) < disc.r;
  const hits = (box, own) => discs.some(({ node, x, y, r }) => node !== own && !(node.circle && holds(node, own))
    && Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < r);

  // nodes come sorted by rank, the first ones first.
  const placed = [];
  let tried = 0;
  context.save();
  context.setTransform(window.devicePixelRatio, 0, 0, window.devicePixelRatio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const unnamed = [];
  const put = (node, { words, at, within, side, over }, font, size, far) => {
    const { x, y } = screen(node.x, node.y);
    const half = Math.max(...words.map((line) => wide(context, font, line))) / 2;
    const tall = size * 1.25 * words.length;
    // In its disc a name must not reach over the rim.
    if (within && Math.hypot(half, tall / 2 - size * 0.6) > far - 4) return false;
    const top = at(tall);
    const wanted = side ? x + side * (far + half + 6) : x;
    const middle = Math.min(Math.max(wanted, half + 4), width - half - 4);
    if (Math.abs(middle - wanted) > (side ? 0 : far + half)) return false;
    const box = { left: middle - half - 3, right: middle + half + 3, top: top - 1, bottom: top + tall + 1 };
    if (box.top < 0 || box.bottom > height || meets(box) || (!over && hits(box, node))) return false;
    take(box);
    placed.push({ ...box, x: middle, size, lines: words, node });
    context.font = font;
    if (node.ring) {
      context.globalAlpha = 0.8;
      context.fillStyle = style.paper;
      context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    }
    context.globalAlpha = node.dim ? 0.45 : 1;
    context.strokeStyle = node.circle && !node.ring && over ? style.paper : within ? style.disc : style.paper;
    context.lineWidth = 3;
    words.forEach((line, i) => {
      context.fillStyle = (within && i === words.length - 1) || node.ring ? style.soft : style.ink;
      context.strokeText(line, middle, top + i * size * 1.25);
      context.fillText(line, middle, top + i * size * 1.25);
    });
    return true;
  };
  for (const node of nodes) {
    if (placed.length >= most || tried > 900) break;
    if (!seen(node, radius(node))) continue;
    const far = radius(node) * scale;
    // Of a mark as small as a speck the name would be all there is to see.
    if (!node.must && !node.circle && !node.named && node.r * scale < 2.4) continue;
    tried += 1;
    const { y } = screen(node.x, node.y);
    const size = node.circle ? (node.ring ? 12 : Math.min(15, 11.5 + far / 40)) : node.must ? 13.5 : 12.5;
    const font = `${node.chosen || (node.circle && !node.ring) ? "600 " : ""}${size}px ${face}`;
    // A name stands inside its disc where there is room for it, else below, shorter.
    const disc = node.circle && !node.ring;
    const inside = Math.floor((1.62 * far) / size);
    const texts = (node.texts ||= new Map());
    const wrapped = (text, longest, most) => {
      const key = `${longest},${most},${text.length}`;
      if (!texts.has(key)) texts.set(key, lines(text, longest, most));
      return texts.get(key);
    };
    const one = node.label.split(" · ")[0];
    const choices = [];
    if (disc) {
      if (inside >= 4) {
        const rows = Math.max(1, Math.floor((1.5 * far) / (size * 1.25)) - 1);
        choices.push({ words: [...wrapped(node.label, Math.min(9, inside), Math.min(4, rows)), node.below], at: (tall) => y - tall / 2, within: true });
        if (one !== node.label) choices.push({ words: [...wrapped(one, Math.min(9, inside), Math.min(3, rows)), node.below], at: (tall) => y - tall / 2, within: true });
      }
      choices.push({ words: wrapped(one, 8, 2), at: () => y + far + 3 });
      choices.push({ words: wrapped(one, 8, 2), at: (tall) => y - far - 3 - tall });
    } else if (node.ring) {
      // A small ring's name lies over its middle, a wide one's above it.
      if (far < 110) choices.push({ words: wrapped(one, 9, 2), at: (tall) => y - tall / 2 });
      else choices.push({ words: wrapped(node.label, 14, 2), at: (tall) => Math.max(2, y - far - tall - 3) });
    } else {
      const words = wrapped(node.label, 10, 2);
      choices.push({ words, at: () => y + far + 3 }, { words, at: (tall) => y - far - 3 - tall });
      if (node.must || node.chosen) for (const side of [1, -1]) choices.push({ words, side, at: (tall) => y - tall / 2 });
      // Better over a mark than unnamed, for what is chosen.
      if (node.chosen) choices.push({ words, over: true, at: () => y + far + 8 });
    }
    if (!choices.some((choice) => put(node, choice, font, size, far)) && disc && far > 9) unnamed.push({ node, font, size, far, one, y });
  }
  // A disc that found no room of its own may bear a short name over its rim, or its neighbour's, but over no other name.
  for (const { node, font, size, far, one, y } of unnamed) {
    const words = lines(one, 5, 2);
    put(node, { words, over: true, at: (tall) => y - tall / 2 }, font, size, far);
  }
  context.globalAlpha = 1;
  context.restore();
  return placed;
}

// Words of the page, and how elements are made: text is text, never markup.
let table = {};

export const learn = (words) => {
  table = words;
};

export function say(key, filled = {}) {
  const word = (filled.n === 1 && table[`${key}-one`]) || table[key] || key;
  return word.replace(/\{(\w+)\}/g, (whole, name) => (name in filled ? (typeof filled[name] === "number" ? filled[name].toLocaleString("en-US") : String(filled[name])) : whole));
}

export function make(tag, given = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...inside.filter((each) => each !== null && each !== undefined && each !== ""));
  return element;
}

// A name as a report has it may run the other way: it is told apart from the words around it.
export const bdi = (text) => make("bdi", {}, text);

export const byId = (id) => document.getElementById(id);

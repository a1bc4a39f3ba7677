// Build what pages run: each file directly under src/ becomes one classic script of that name in the folder given
// (and a style sheet, where it imports one). Classic, because a page opened from file:// may load no module.
//   node build.mjs OUT OUT-FOR-TESTS
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
import { join } from "node:path";

// The text that a package under it must be passed on with, for those that name it and leave it out.
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const [out, tests] = process.argv.slice(2);
const entries = readdirSync("src").filter((name) => /\.(js|css)$/.test(name)).sort();

// Packages that put a style sheet of theirs into the page by a script: a page's policy refuses that, and ours has one.
const noStyles = {
  name: "no-styles-from-scripts",
  setup(on) {
    on.onLoad({ filter: /[\\/](force-graph|float-tooltip)[\\/]dist[\\/].*\.mjs$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const without = text.replace(/^styleInject\(.*\);$/m, "");
      if (without === text) throw new Error(`${path}: expected a call of styleInject to leave out, found none`);
      return { contents: without, loader: "js" };
    });
  },
};

await build({
  plugins: [noStyles],
  entryPoints: entries.map((name) => join("src", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "utf8",
  // Texts of licences stand in LICENSES.txt, whole.
  legalComments: "none",
  loader: { ".svg": "dataurl", ".png": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "empty" },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  logLevel: "warning",
});

// What is not for development is bundled or may be; some packages come with others built in, so all are named.
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const shipped = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.dev && existsSync(path));
const parts = shipped.map(([path, entry]) => {
  const own = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const files = readdirSync(path).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = files.map((name) => readFileSync(join(path, name), "utf8").replace(/\r\n?/g, "\n").trim());
  const who = [own.author, ...(own.contributors ?? [])].filter(Boolean).map((p) => (typeof p === "string" ? p : p.name));
  const said = typeof own.license === "string" ? own.license : (entry.license ?? own.license?.type ?? "see its sources");
  const head = `${own.name} ${own.version} (${said})`;
  const home = (typeof own.repository === "string" ? own.repository : own.repository?.url) ?? own.homepage ?? "";
  const by = who.join(", ") || "its authors";
  const named = said === "MIT" ? `Copyright (c) ${by}\n\n${MIT}` : `The package names ${said}, by ${by}, and brings no text of it.`;
  return [head, home, "", texts.length ? texts.join("\n\n") : named].join("\n");
});
const first = "What the scripts and style sheets beside this file are built from, each with its licence.";
writeFileSync(join(out, "LICENSES.txt"), [first, ...parts].join(`\n\n${"-".repeat(80)}\n\n`) + "\n");

// Only tests look with this at a page; it is under another licence and is not shipped.
mkdirSync(tests, { recursive: true });
writeFileSync(join(tests, "axe.js"), readFileSync("node_modules/axe-core/axe.min.js"));

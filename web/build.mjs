/**
 * Builds the front end: every web/*.js and web/*.css becomes a file in static/build/ whose name
 * carries a hash of its content, and manifest.json says which ("desk.js" → "desk-4F2A….js").
 * The desk map (folium) loads Leaflet and jQuery as plain scripts: they are copied beside them.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "static", "build");
const require = createRequire(import.meta.url);
const PLAIN_SCRIPTS = { "leaflet.js": "leaflet/dist/leaflet.js", "jquery.js": "jquery/dist/jquery.min.js" };
const PLAIN_STYLES = { "leaflet.css": require.resolve("leaflet/dist/leaflet.css") };

function entryPoints() {
  const own = readdirSync(join(root, "web")).filter((name) => /\.(js|css)$/.test(name));
  return [
    ...own.map((name) => ({ in: join(root, "web", name), out: name.replace(/\.(js|css)$/, "") })),
    ...Object.entries(PLAIN_STYLES).map(([name, path]) => ({ in: path, out: name.replace(".css", "") })),
  ];
}

async function bundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: entryPoints(),
    outdir: out,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome87", "firefox78", "safari15"],
    loader: { ".woff2": "file", ".png": "file" },
    legalComments: "linked",
    metafile: true,
    logLevel: "warning",
  });
  const all = Object.entries(result.metafile.outputs);
  const built = all.filter(([, output]) => output.entryPoint).map(([path, output]) => [basename(output.entryPoint), basename(path)]);
  return { built, fonts: all.map(([path]) => basename(path)).filter((name) => name.endsWith(".woff2")) };
}

/** The service worker has one lasting name, and knows by heart what the phone pages load. */
async function worker(manifest, fonts) {
  const names = ["field.css", "field.js", "field_map.js", "leaflet.css", "lock.js"].map((name) => manifest[name]);
  const precache = [...names, ...fonts].sort().map((name) => `/static/build/${name}`);
  const version = createHash("sha256").update(precache.join()).digest("hex").slice(0, 8);
  const define = { PRECACHE: JSON.stringify(precache), VERSION: JSON.stringify(version) };
  await build({ entryPoints: [join(root, "web", "worker", "sw.js")], outfile: join(out, "sw.js"), bundle: true, minify: true, format: "iife", target: "chrome87", define, logLevel: "warning" });
}

/** Plain scripts go out as they are: a bundle would hide the globals that folium's page uses. */
function copyScripts() {
  return Object.entries(PLAIN_SCRIPTS).map(([name, module]) => {
    const text = readFileSync(require.resolve(module));
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
    const target = name.replace(".js", `-${hash}.js`);
    writeFileSync(join(out, target), text);
    return [name, target];
  });
}

/** The icons of the installed app, drawn from our own SVG; their names carry a hash of their content. */
function drawIcons() {
  execFileSync(process.env.PYTHON ?? "python3", [join(root, "web", "icons.py"), out]);
  return readdirSync(out).filter((name) => /^icon-\w+\.png$/.test(name)).map((name) => {
    const hash = createHash("sha256").update(readFileSync(join(out, name))).digest("hex").slice(0, 8).toUpperCase();
    const target = name.replace(".png", `-${hash}.png`);
    renameSync(join(out, name), join(out, target));
    return [name, target];
  });
}

/** A server that still runs, and a page still open, ask for the files of the build before. */
function sweep() {
  const weekAgo = Date.now() - 7 * 24 * 3600 * 1000;
  const old = readdirSync(out).filter((name) => statSync(join(out, name)).mtimeMs < weekAgo);
  for (const name of old) rmSync(join(out, name));
}

mkdirSync(out, { recursive: true });
const { built, fonts } = await bundle();
const manifest = Object.fromEntries([...built, ...copyScripts(), ...drawIcons()].sort());
sweep();
await worker(manifest, fonts);
writeFileSync(join(out, "manifest.new"), `${JSON.stringify(manifest, null, 2)}\n`);
renameSync(join(out, "manifest.new"), join(out, "manifest.json"));
console.log(`${Object.keys(manifest).length} files in ${relative(root, out)}`);

// Builds the front end into the package's static folder, or into the folder named by `--out`.
// The output depends on nothing but the sources and the lock file: a check builds it again and compares.
import { build, context } from "esbuild";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const out = words.includes("--out")
  ? resolve(words[words.indexOf("--out") + 1])
  : resolve(here, "../src/gradschool/web/static");

const options = {
  absWorkingDir: here,
  entryPoints: { studio: "src/studio.ts", maths: "src/maths.ts" },
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  entryNames: "[name]",
  chunkNames: "chunk-[hash]",
  logLevel: "warning",
};

const styles = {
  absWorkingDir: here,
  entryPoints: { studio: "css/studio.css" },
  outdir: out,
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  target: ["chrome123", "firefox120", "safari17.5"],
  logLevel: "warning",
};

/** KaTeX's own style sheet names three formats of each font; every browser that we support reads the first. */
async function maths() {
  const katex = join(here, "node_modules/katex/dist");
  const css = await readFile(join(katex, "katex.min.css"), "utf8");
  const slim = css
    .replaceAll(/,url\(fonts\/[\w-]+\.(?:woff|ttf)\) format\("\w+"\)/g, "")
    .replaceAll("font-display:block", "font-display:swap");
  await writeFile(join(out, "maths.css"), slim.trimEnd() + "\n");
  await mkdir(join(out, "fonts"), { recursive: true });
  for (const name of (await readdir(join(katex, "fonts"))).filter((each) => each.endsWith(".woff2"))) {
    await cp(join(katex, "fonts", name), join(out, "fonts", name));
  }
  await cp(join(here, "node_modules/katex/LICENSE"), join(out, "fonts/LICENSE-KaTeX.txt"));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await maths();
await cp(join(here, "public"), out, { recursive: true });
if (words.includes("--watch")) {
  for (const each of [options, styles]) await (await context(each)).watch();
} else {
  await Promise.all([build(options), build(styles)]);
}

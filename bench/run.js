// npm run bench -- NAME: runs one of the benches beside this file, compiled into .bench/, against dist/.
import { readdirSync } from "node:fs";

const names = readdirSync(new URL("../.bench/bench/", import.meta.url))
  .filter((file) => file.endsWith(".js") && !file.endsWith("-rows.js"))
  .map((file) => file.slice(0, -".js".length));
const name = process.argv[2];
if (!names.includes(name)) {
  console.error(`npm run bench -- NAME, one of: ${names.join(", ")}`);
  process.exitCode = 2;
} else {
  process.argv.splice(2, 1);
  await import(new URL(`../.bench/bench/${name}.js`, import.meta.url));
}

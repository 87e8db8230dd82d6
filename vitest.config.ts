import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const built = fileURLToPath(new URL("./dist/", import.meta.url));

// Tests import ../src/x.js and get dist/x.js: what is tested is what ships, and worker threads, which Node starts from
// a file of plain JavaScript, run as they do for a user. `npm test` builds first.
export default defineConfig({
  resolve: { alias: [{ find: /^(?:\.\.\/)+src\/(.*)\.js$/, replacement: `${built}$1.js` }] },
  test: {
    include: ["test/**/*.test.ts"],
    server: { deps: { external: [/\/dist\//, /\/examples\//, /\/docs\/make\//] } },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});

import tseslint from "typescript-eslint";

const once = "reach it through the io object that cli.ts makes, so that commands can be run and tested in-process";
const seeded = "results must be the same bytes for the same input: draw from src/math/random.ts";

export default tseslint.config(
  { ignores: ["dist", ".bench", "node_modules", "results", "demo", "docs/api"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "prefer-const": "error",
      "no-var": "error",
    },
  },
  {
    // What runs in a reader's browser.
    files: ["assets/**/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: Object.fromEntries(
        ["document", "localStorage", "setTimeout", "vega", "vegaEmbed"].map((name) => [name, "readonly"]),
      ),
    },
    rules: { "no-undef": "error", eqeqeq: "error", "prefer-const": "error", "no-var": "error" },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/cli.ts", "src/host/**", "src/**/*-worker.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-globals": [
        "error",
        { name: "process", message: once },
        { name: "console", message: once },
        { name: "performance", message: "timings go through io.now, results hold none" },
      ],
      "no-restricted-imports": ["error", { paths: [{ name: "node:process", message: once }] }],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: seeded },
        { object: "Date", property: "now", message: "results hold no time; use io.now for progress" },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "NewExpression[callee.name='Date']", message: "results hold no time; use io.now for progress" },
      ],
      "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
);

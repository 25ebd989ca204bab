import { createNodeResolver, flatConfigs, importX } from "eslint-plugin-import-x";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

// Imports point one way: pages -> views -> ui -> lib. api (generated, and its client) is for pages and views.
const ARROWS = [
  { target: "src/lib", from: ["src/ui", "src/views", "src/pages", "src/api"] },
  { target: "src/ui", from: ["src/views", "src/pages", "src/api"] },
  { target: "src/api", from: ["src/ui", "src/views", "src/pages"] },
  { target: "src/views", from: ["src/pages"] },
];

// What people read stands in a words file, in both languages, or beside its translation in { zh, en }.
const SEEN = "^(title|label|placeholder|alt|content|okText|cancelText|description|message|lead|extra|help|aria-label|aria-description)$";
const CHINESE = "[\\u3400-\\u9fff\\u3000-\\u303f\\uff00-\\uffef]";
const PAIRED = "Property[key.name=/^(zh|en)$/] *";
const UNTRANSLATED = [
  { selector: "JSXText[value=/[A-Za-z\\u3400-\\u9fff]/]", message: "Words belong into words.ts, in both languages." },
  { selector: `JSXAttribute[name.name=/${SEEN}/] > Literal[value=/[A-Za-z\\u3400-\\u9fff]/]`, message: "Words belong into words.ts, in both languages." },
  { selector: `JSXAttribute[name.name=/${SEEN}/] TemplateElement[value.raw=/[A-Za-z\\u3400-\\u9fff]{2}/]`, message: "Words belong into words.ts, in both languages." },
  { selector: "JSXElement > JSXExpressionContainer > Literal[value=/[A-Za-z\\u3400-\\u9fff]/]", message: "Words belong into words.ts, in both languages." },
  { selector: `Property[key.name=/${SEEN}/] > Literal[value=/[A-Za-z]/]:not(${PAIRED})`, message: "Words belong into words.ts, in both languages." },
  { selector: `Literal[value=/${CHINESE}/]:not(${PAIRED})`, message: "Chinese belongs into words.ts or { zh, en }." },
  { selector: `TemplateElement[value.raw=/${CHINESE}/]:not(${PAIRED})`, message: "Chinese belongs into words.ts or { zh, en }." },
];

export default defineConfig(
  globalIgnores(["src/api/schema.ts"]),
  typescript.configs.strictTypeChecked,
  typescript.configs.stylisticTypeChecked,
  flatConfigs.typescript,
  hooks.configs.flat.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".js"] })] },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-unused-modules": "off",
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: ARROWS }],
      "no-restricted-syntax": ["error", ...UNTRANSLATED],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  { files: ["src/**/words.ts", "**/*.test.ts"], rules: { "no-restricted-syntax": "off", "max-lines-per-function": "off" } },
  { files: ["eslint.config.js"], extends: [typescript.configs.disableTypeChecked] },
);

/** What `i18next-cli` checks: that both catalogues hold exactly the texts that the window uses. */
import { defineConfig } from "i18next-cli";

export default defineConfig({
  locales: ["en", "zh-CN"],
  extract: {
    input: ["renderer/**/*.{ts,tsx}"],
    output: "renderer/locales/{{language}}/{{namespace}}.json",
    defaultNS: "app",
    primaryLanguage: "en",
    sort: true,
    // Looked up by ids and codes at run time; renderer/locales.test.ts holds them to what there is.
    preservePatterns: ["actions:*", "problems:*", "workspaces.*"],
  },
});

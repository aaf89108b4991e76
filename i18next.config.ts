/** What `i18next-cli` checks: that both catalogues hold exactly the texts that the window uses. */
import { defineConfig } from "i18next-cli";

const inSettings = (part: string) => `settings:${part}.*`;

export default defineConfig({
  locales: ["en", "zh-CN"],
  extract: {
    input: ["renderer/**/*.{ts,tsx}"],
    output: "renderer/locales/{{language}}/{{namespace}}.json",
    defaultNS: "app",
    primaryLanguage: "en",
    sort: true,
    // Looked up by ids and codes at run time; renderer/locales.test.ts holds them to what there is.
    preservePatterns: [
      ...["actions:*", "problems:*", "notes:*", "workspaces.*"],
      ...["section", "theme", "damage.names", "drafts.sizes", "drafts.looks", "notifications", "privacy"].map(
        inSettings,
      ),
      ...["device.providers", "device.encoders", "device.encoderNotes"].map(inSettings),
      ...["parts", "places", "move", "clean", "trouble"].map((part) => `storage:${part}.*`),
      ...["kinds", "uses", "operations", "memory", "list", "add"].map((part) => `packs:${part}.*`),
      ...[
        "library:kinds.*",
        "library:proxy.*",
        "library:export.parts.*",
        "library:export.formats.*",
        "library:export.formatNotes.*",
        "library:task.*",
      ],
    ],
  },
});

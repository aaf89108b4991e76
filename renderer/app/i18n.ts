/** The window's languages. Both catalogues come with the program: switching is instant and works offline. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "#contract/settings.ts";

/** `./locales/LANGUAGE/NAMESPACE.json`: one namespace an area. */
const FILES = import.meta.glob<Record<string, unknown>>("../locales/*/*.json", {
  eager: true,
  import: "default",
});

const resources: Record<string, Record<string, Record<string, unknown>>> = {};
for (const [path, texts] of Object.entries(FILES)) {
  const [language, file] = path.split("/").slice(-2) as [string, string];
  resources[language] ??= {};
  resources[language][file.replace(/\.json$/, "")] = texts;
}

/** Makes `useTranslation` work; the texts are there at once. */
export async function startI18n(language: Language): Promise<void> {
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources,
    ns: Object.keys(resources.en ?? {}),
    defaultNS: "app",
    interpolation: { escapeValue: false },
  });
}

/** Changes the language of everything on the screen. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

/** Entry of the window: settings and language first, so that nothing is drawn twice. */
import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./theme.css";
import { createRoot } from "react-dom/client";
import { languageOf } from "#contract/settings.ts";
import { App } from "./App.tsx";
import { call } from "./bridge.ts";
import { keepFresh } from "./fresh.ts";
import { startI18n } from "./i18n.ts";
import { startReports } from "./reports.ts";
import { loadSettings } from "./settings.ts";

startReports();
keepFresh();
const [settings, info] = await Promise.all([loadSettings(), call("app.info")]);
await startI18n(languageOf(settings, info.locale));
createRoot(document.getElementById("root")!).render(
  <App systemLanguage={info.locale} trouble={info.trouble} isRecovered={info.isRecovered} />,
);

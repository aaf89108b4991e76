/** The window: the rail, the open workspace, and what lies over both. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Trouble } from "#contract/ipc/app.ts";
import { languageOf } from "#contract/settings.ts";
import { takeDefaults } from "../draft/wish.ts";
import { MissingNotice } from "../storage/MissingNotice.tsx";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { toast } from "../ui/toasts.tsx";
import { WorkspaceSkeleton } from "../ui/WorkspaceSkeleton.tsx";
import classes from "./App.module.css";
import { queryClient } from "./calls.ts";
import { setLanguage } from "./i18n.ts";
import { useNavigation } from "./navigation.ts";
import { Palette } from "./Palette.tsx";
import { Rail } from "./Rail.tsx";
import { useSettings } from "./settings.ts";
import { useShortcuts } from "./shortcuts.ts";
import { TroubleScreen } from "./TroubleScreen.tsx";
import { theme } from "./theme.ts";
import { lookForUpdate } from "./updates.ts";
import { WORKSPACE_PARTS } from "./workspaces.ts";

interface Props {
  systemLanguage: string;
  /** Why there is no studio behind the window, if so. */
  trouble: Trouble | null;
  /** The window had stopped and was opened again. */
  isRecovered: boolean;
}

export function App(props: Props) {
  return (
    <QueryClientProvider client={queryClient}>
      <Themed {...props} />
    </QueryClientProvider>
  );
}

function Themed({ systemLanguage, trouble, isRecovered }: Props) {
  const settings = useSettings();
  const language = languageOf(settings, systemLanguage);
  useEffect(() => setLanguage(language), [language]);
  const scheme = settings.theme === "system" ? "auto" : settings.theme;
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme={scheme}
      {...(scheme !== "auto" && { forceColorScheme: scheme })}
    >
      <Notifications position="bottom-right" limit={4} />
      {trouble ? <TroubleScreen trouble={trouble} /> : <Studio isRecovered={isRecovered} />}
    </MantineProvider>
  );
}

function Studio({ isRecovered }: Pick<Props, "isRecovered">) {
  const { t } = useTranslation("app");
  const workspace = useNavigation((navigation) => navigation.workspace);
  const { Component } = WORKSPACE_PARTS[workspace];
  const { drafts } = useSettings();
  useShortcuts();
  useEffect(() => takeDefaults(drafts), [drafts]);
  useEffect(() => {
    if (isRecovered) toast(i18next.t("app:recovered"));
  }, [isRecovered]);
  useEffect(() => void lookForUpdate(), []);
  return (
    <div className={classes.studio}>
      <Rail />
      <main className={classes.workspace} aria-label={t(`workspaces.${workspace}`)}>
        <MissingNotice />
        <div className={classes.content}>
          <ErrorBoundary key={workspace}>
            <Suspense fallback={<WorkspaceSkeleton />}>
              <Component />
            </Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <Palette />
    </div>
  );
}

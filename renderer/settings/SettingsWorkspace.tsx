/** The workspace "settings": sections at the left, the open one at the right; a search looks through all. */
import { CloseButton, ScrollArea, Text, TextInput, Title, UnstyledButton } from "@mantine/core";
import {
  IconBell,
  IconCpu,
  IconDatabase,
  IconInfoCircle,
  IconKeyboard,
  IconPalette,
  IconSearch,
  IconShieldLock,
  IconSparkles,
  type TablerIcon,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { StoragePanel } from "../storage/StoragePanel.tsx";
import { DamageNotice } from "./DamageNotice.tsx";
import classes from "./SettingsWorkspace.module.css";
import { SECTIONS, type SectionId, useSettingsView } from "./section.ts";
import { AboutSection } from "./sections/AboutSection.tsx";
import { AppearanceSection } from "./sections/AppearanceSection.tsx";
import { DeviceSection } from "./sections/DeviceSection.tsx";
import { DraftsSection } from "./sections/DraftsSection.tsx";
import { NotificationsSection } from "./sections/NotificationsSection.tsx";
import { PrivacySection } from "./sections/PrivacySection.tsx";
import { ShortcutsSection } from "./sections/ShortcutsSection.tsx";

const PARTS: Record<SectionId, { icon: TablerIcon; Component: ComponentType }> = {
  appearance: { icon: IconPalette, Component: AppearanceSection },
  drafts: { icon: IconSparkles, Component: DraftsSection },
  device: { icon: IconCpu, Component: DeviceSection },
  storage: { icon: IconDatabase, Component: StoragePanel },
  shortcuts: { icon: IconKeyboard, Component: ShortcutsSection },
  notifications: { icon: IconBell, Component: NotificationsSection },
  privacy: { icon: IconShieldLock, Component: PrivacySection },
  about: { icon: IconInfoCircle, Component: AboutSection },
};

export default function SettingsWorkspace() {
  const { t } = useTranslation("settings");
  const { section, search } = useSettingsView();
  const shown = search.trim() === "" ? [section] : SECTIONS;
  return (
    <div className={classes.workspace}>
      <nav className={classes.nav} aria-label={t("sections")}>
        <TextInput
          value={search}
          onChange={(event) => useSettingsView.setState({ search: event.currentTarget.value })}
          placeholder={t("search")}
          aria-label={t("search")}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          rightSection={
            search !== "" && (
              <CloseButton
                size="sm"
                aria-label={t("clearSearch")}
                onClick={() => useSettingsView.setState({ search: "" })}
              />
            )
          }
          mb="md"
        />
        {SECTIONS.map((id) => {
          const Icon = PARTS[id].icon;
          return (
            <UnstyledButton
              key={id}
              className={classes.link}
              aria-current={search === "" && id === section ? "page" : undefined}
              onClick={() => useSettingsView.setState({ section: id, search: "" })}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              {t(`section.${id}`)}
            </UnstyledButton>
          );
        })}
      </nav>
      <ScrollArea className={classes.scroll} key={search === "" ? section : "search"}>
        <div className={classes.page}>
          <DamageNotice />
          {shown.map((id) => {
            const { Component } = PARTS[id];
            return (
              <article key={id} className={classes.section} aria-label={t(`section.${id}`)}>
                <Title order={1} className={classes.heading}>
                  {t(`section.${id}`)}
                </Title>
                <Component />
              </article>
            );
          })}
          <Text className={classes.nothing} c="dimmed">
            {t("nothingFound")}
          </Text>
        </div>
      </ScrollArea>
    </div>
  );
}

/** Which section of the settings is open, and what is searched for in all of them. */
import { create } from "zustand";
import { openWorkspace } from "../app/navigation.ts";

export const SECTIONS = [
  "appearance",
  "drafts",
  "device",
  "storage",
  "shortcuts",
  "notifications",
  "privacy",
  "about",
] as const;
export type SectionId = (typeof SECTIONS)[number];

interface SettingsView {
  section: SectionId;
  search: string;
}

export const useSettingsView = create<SettingsView>(() => ({ section: "appearance", search: "" }));

/** Opens the settings at a section. */
export function openSettings(section: SectionId): void {
  useSettingsView.setState({ section, search: "" });
  openWorkspace("settings");
}

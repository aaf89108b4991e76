/** The words of native menus and boxes, which the window's catalogues do not reach. */
import { type Language, languageOf, type Settings } from "#contract/settings.ts";

const EN = {
  file: "File",
  edit: "Edit",
  view: "View",
  window: "Window",
  help: "Help",
  newDraft: "New Draft",
  importFiles: "Import Files…",
  saveCopy: "Save a Copy as…",
  draft: "Draft",
  library: "Library",
  packs: "Packs",
  settings: "Settings…",
  palette: "All Commands…",
  dark: "Dark Theme",
  light: "Light Theme",
  diagnostics: "Copy Diagnostics",
  cannotStart: "Understudy cannot start",
  draftDone: "The draft is ready",
  draftFailed: "The draft failed",
  packDone: "The pack is ready",
  packFailed: "The pack was not added",
};
export type Words = typeof EN;

const ZH_CN: Words = {
  file: "文件",
  edit: "编辑",
  view: "视图",
  window: "窗口",
  help: "帮助",
  newDraft: "新建草稿",
  importFiles: "导入文件…",
  saveCopy: "另存副本为…",
  draft: "创作",
  library: "素材库",
  packs: "模型包",
  settings: "设置…",
  palette: "所有命令…",
  dark: "深色主题",
  light: "浅色主题",
  diagnostics: "复制诊断信息",
  cannotStart: "Understudy 无法启动",
  draftDone: "草稿已完成",
  draftFailed: "草稿失败",
  packDone: "模型包已可使用",
  packFailed: "模型包没有添加",
};

const ALL: Record<Language, Words> = { en: EN, "zh-CN": ZH_CN };

/** The words of the language that the user chose; the system's, where they left it the choice. */
export function wordsOf(settings: Pick<Settings, "language">, system: string): Words {
  return ALL[languageOf(settings, system)];
}

/** Adding packs: the dialog, whether it is open and with what, and what is dropped on the workspace. */
import { create } from "zustand";
import type { PackWish } from "#contract/operation.ts";
import { call } from "../app/bridge.ts";
import { toastProblem } from "../ui/toasts.tsx";

interface AddDialogState {
  isOpen: boolean;
  /** What was asked for before and needs a change. */
  wish: PackWish | null;
  /** What was dropped, where the host cannot tell its place. */
  dropped: string | null;
}

export const useAddDialog = create<AddDialogState>(() => ({ isOpen: false, wish: null, dropped: null }));

export const closeAddDialog = (): void => useAddDialog.setState({ isOpen: false, wish: null, dropped: null });

/** Adds dropped folders and files; where the host cannot tell their place, the dialog says so and lets choose. */
export async function addDropped(files: readonly File[]): Promise<void> {
  try {
    for (const file of files) {
      const source = await window.understudy.locate(file);
      if (source === null) return useAddDialog.setState({ isOpen: true, wish: null, dropped: file.name });
      await call("packs.add", { source });
    }
  } catch (error) {
    toastProblem(error);
  }
}

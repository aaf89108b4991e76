/** The dialog that adds a pack: whether it is open, and with what. */
import { create } from "zustand";
import type { PackWish } from "#contract/operation.ts";

interface AddDialogState {
  isOpen: boolean;
  /** What was asked for before and needs a change. */
  wish: PackWish | null;
}

export const useAddDialog = create<AddDialogState>(() => ({ isOpen: false, wish: null }));

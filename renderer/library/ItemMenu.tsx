/** The menu of what is selected, where the pointer or the keyboard asks for it. */
import { Menu, Portal } from "@mantine/core";
import { type MouseEvent, useState } from "react";
import { ActionItems } from "../ui/ActionItems.tsx";
import classes from "./Collection.module.css";
import type { Items } from "./items.ts";
import { selectAt } from "./selecting.ts";
import { isSelected, useLibrary } from "./state.ts";

/** What can be done with one item, by the ids of the actions. */
export const ITEM_ACTIONS = [
  ["item.remix", "item.variation", "item.reuse", "item.startFrom"],
  ["item.saveCopy", "item.reveal"],
] as const;
const SELECTION_ACTIONS = [
  ["library.look"],
  ...ITEM_ACTIONS,
  ["library.export", "library.trash"],
  ["library.restore", "library.erase"],
] as const;

interface Place {
  x: number;
  y: number;
}

/** Opens the menu at an item: `onContextMenu` is for the list, `menu` to be drawn. */
export function useItemMenu(items: Items) {
  const [place, setPlace] = useState<Place | null>(null);
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const option = optionAt(event);
    if (option === null) return;
    const index = Number(option.id.replace("item-", ""));
    const row = items.rowAt(index);
    if (row === undefined) return;
    if (!isSelected(useLibrary.getState().selected, row.id)) void selectAt(items, index, NO_KEYS);
    const { left, top, width, height } = option.getBoundingClientRect();
    setPlace(
      isByPointer(event)
        ? { x: event.clientX, y: event.clientY }
        : { x: left + width / 2, y: top + height / 2 },
    );
  };
  // The list contains what is fixed in it: the menu's place must lie outside.
  const menu = place && (
    <Portal>
      <MenuAt place={place} onClose={() => setPlace(null)} />
    </Portal>
  );
  return { onContextMenu, menu };
}

const NO_KEYS = { shiftKey: false, ctrlKey: false, metaKey: false };

/** The item below the pointer; where the keyboard asks, the one that it is at. */
function optionAt(event: MouseEvent): Element | null {
  if (isByPointer(event)) return (event.target as Element).closest('[role="option"]');
  return document.getElementById(`item-${useLibrary.getState().focus}`);
}

/** Keys make the same event, without a button; on a Mac, Control makes the first button the second. */
const isByPointer = ({ button, ctrlKey }: MouseEvent): boolean => button === 2 || ctrlKey;

function MenuAt({ place, onClose }: { place: Place; onClose: () => void }) {
  return (
    <Menu
      // Another place is another menu.
      key={`${place.x} ${place.y}`}
      opened
      onClose={onClose}
      position="bottom-start"
      offset={0}
      width={240}
      shadow="md"
      returnFocus
    >
      <Menu.Target>
        <span className={classes.place} style={{ left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <ActionItems ids={SELECTION_ACTIONS} />
      </Menu.Dropdown>
    </Menu>
  );
}

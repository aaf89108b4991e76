/** Actions: everything that menu, palette and shortcuts can do, one file each. */
import type { TablerIcon } from "@tabler/icons-react";

export interface Action {
  /** "area.verb"; its label is the text `actions:area.verb`. */
  id: string;
  icon: TablerIcon;
  /** As Mantine writes them: "mod+K". The user may choose others. */
  keys?: string;
  /** Works while text is being typed, too. */
  whileTyping?: boolean;
  /** Whether it makes sense now; always when left out. */
  when?: () => boolean;
  run: () => void | Promise<void>;
}

/** An action; only there so that a file of one reads well and is checked. */
export function action(definition: Action): Action {
  return definition;
}

/** Actions of the table as items of a menu: those that make sense now, with their keys. */
import { Kbd, Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ACTIONS, keysOf, runAction } from "../actions/index.ts";
import { useSettings } from "../app/settings.ts";
import { keyLabel } from "./keys.ts";

/** Groups of ids, with a line between each two. */
export function ActionItems({ ids }: { ids: readonly (readonly string[])[] }) {
  const { t } = useTranslation("actions");
  const { shortcuts } = useSettings();
  const groups = ids
    .map((group) => group.flatMap((id) => ACTIONS.find((action) => action.id === id) ?? []))
    .map((group) => group.filter(({ when }) => when?.() !== false))
    .filter((group) => group.length > 0);
  return groups.map((group, i) => (
    <div key={group[0]!.id} role="presentation">
      {i > 0 && <Menu.Divider />}
      {group.map((action) => {
        const { id, icon: Icon } = action;
        const keys = keysOf(action, shortcuts);
        return (
          <Menu.Item
            key={id}
            leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
            rightSection={keys && <Kbd size="xs">{keyLabel(keys)}</Kbd>}
            onClick={() => void runAction(action)}
          >
            {t(id as "open.draft")}
          </Menu.Item>
        );
      })}
    </div>
  ));
}

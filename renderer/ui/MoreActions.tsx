/** A button with three dots: the menu of what else can be done, by the ids of the actions. */
import { Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { ActionItems } from "./ActionItems.tsx";

interface Props {
  ids: readonly (readonly string[])[];
  label: string;
  position: "top-end" | "bottom-end";
}

export function MoreActions({ ids, label, position }: Props) {
  return (
    <Menu position={position} shadow="md" width={240}>
      <Menu.Target>
        <Button size="xs" variant="default" px={8} aria-label={label}>
          <IconDots size={16} stroke={1.6} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ActionItems ids={ids} />
      </Menu.Dropdown>
    </Menu>
  );
}

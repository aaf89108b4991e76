/** An action of the table as a button. Not there while the action makes no sense. */
import { Button, type ButtonProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ACTIONS, runAction } from "../actions/index.ts";

interface Props extends ButtonProps {
  id: string;
  /** Shorter words than the action's own, where there is little room. */
  label?: string;
}

export function ActionButton({ id, label, ...look }: Props) {
  const { t } = useTranslation("actions");
  const action = ACTIONS.find((candidate) => candidate.id === id);
  if (action === undefined || action.when?.() === false) return null;
  const Icon = action.icon;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
      onClick={() => void runAction(action)}
      {...look}
    >
      {label ?? t(id as "open.draft")}
    </Button>
  );
}

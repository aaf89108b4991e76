/** The command palette: every action that makes sense now, found by its label. */
import { Kbd } from "@mantine/core";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ACTIONS, keysOf, runAction } from "../actions/index.ts";
import { keyLabel } from "../ui/keys.ts";

export function Palette() {
  const { t } = useTranslation(["app", "actions"]);
  const [actions, setActions] = useState<typeof ACTIONS>([]);
  const choices = actions.map((action) => {
    const keys = keysOf(action);
    const Icon = action.icon;
    return {
      id: action.id,
      label: t(`actions:${action.id}`),
      leftSection: <Icon size={18} stroke={1.6} aria-hidden />,
      rightSection: keys && <Kbd size="xs">{keyLabel(keys)}</Kbd>,
      onClick: () => void runAction(action),
    };
  });
  return (
    <Spotlight
      actions={choices}
      // The palette's own keys are an action like any other.
      shortcut={null}
      limit={12}
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      maxHeight={440}
      highlightQuery
      nothingFound={t("app:palette.nothing")}
      onSpotlightOpen={() => setActions(ACTIONS.filter((action) => isOffered(action)))}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
        placeholder: t("app:palette.search"),
        "aria-label": t("app:palette.search"),
      }}
    />
  );
}

function isOffered({ id, when }: (typeof ACTIONS)[number]): boolean {
  return id !== "palette.open" && when?.() !== false;
}

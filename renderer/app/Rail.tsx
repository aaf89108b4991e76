/** The left rail: one button a workspace. */
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { openWorkspace, useNavigation, WORKSPACES, type WorkspaceId } from "./navigation.ts";
import classes from "./Rail.module.css";
import { WORKSPACE_PARTS } from "./workspaces.ts";

/** Settings sit at the bottom, apart from where one works. */
const LAST: WorkspaceId = "settings";

export function Rail() {
  const { t } = useTranslation("app");
  return (
    <nav className={classes.rail} aria-label={t("rail.label")}>
      {WORKSPACES.filter((id) => id !== LAST).map((id) => (
        <RailButton key={id} id={id} />
      ))}
      <div className={classes.gap} />
      <RailButton id={LAST} />
    </nav>
  );
}

function RailButton({ id }: { id: WorkspaceId }) {
  const { t } = useTranslation("app");
  const current = useNavigation((navigation) => navigation.workspace === id);
  const Icon = WORKSPACE_PARTS[id].icon;
  return (
    <UnstyledButton
      className={classes.button}
      aria-current={current ? "page" : undefined}
      onClick={() => openWorkspace(id)}
    >
      <Icon size={22} stroke={1.6} aria-hidden />
      <span className={classes.label}>{t(`workspaces.${id}`)}</span>
    </UnstyledButton>
  );
}

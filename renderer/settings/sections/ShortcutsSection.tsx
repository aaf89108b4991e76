/** Every action with its keys: other keys are pressed, not typed; conflicts are shown, and all can go back. */
import { ActionIcon, Button, Kbd, Text, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconX } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../../actions/action.ts";
import { ACTIONS, keysOf } from "../../actions/index.ts";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { keyLabel } from "../../ui/keys.ts";
import { toast } from "../../ui/toasts.tsx";
import { conflictsOf, pressedKeys } from "../keys.ts";
import { Row, Rows } from "../Row.tsx";
import classes from "./ShortcutsSection.module.css";

export function ShortcutsSection() {
  const { t } = useTranslation(["settings", "actions"]);
  const { shortcuts } = useSettings();
  const [listening, setListening] = useState<string | null>(null);
  const conflicts = conflictsOf(ACTIONS, shortcuts);
  const set = (id: string, keys: string) => changeSettings({ shortcuts: { ...shortcuts, [id]: keys } });
  const reset = ({ id }: Action) => {
    const { [id]: _own, ...others } = shortcuts;
    return changeSettings({ shortcuts: others });
  };
  const labelOf = (id: string) => t(`actions:${id}`);
  return (
    <>
      <Rows>
        <Row
          label={t("settings:shortcuts.all")}
          description={t("settings:shortcuts.note")}
          words="shortcut keys 快捷键"
        >
          <Button
            variant="default"
            disabled={Object.keys(shortcuts).length === 0}
            onClick={async () => {
              const before = shortcuts;
              await changeSettings({ shortcuts: {} });
              toast(t("settings:shortcuts.resetDone"), () => changeSettings({ shortcuts: before }));
            }}
          >
            {t("settings:shortcuts.resetAll")}
          </Button>
        </Row>
      </Rows>
      <Rows isDense>
        {ACTIONS.map((action) => {
          const { id } = action;
          const keys = keysOf(action, shortcuts);
          const others = conflicts.get(id) ?? [];
          return (
            <Row
              key={id}
              label={labelOf(id)}
              words={`${id} ${keyLabel(keys)}`}
              description={
                others.length > 0 ? (
                  <Text component="span" size="xs" c="var(--us-warning, #d9822b)" role="status">
                    {t("settings:shortcuts.conflict", { actions: others.map(labelOf).join(", ") })}
                  </Text>
                ) : undefined
              }
            >
              {shortcuts[id] !== undefined && (
                <Tooltip label={t("settings:shortcuts.reset")}>
                  <ActionIcon
                    aria-label={t("settings:shortcuts.resetOf", { action: labelOf(id) })}
                    onClick={() => void reset(action)}
                  >
                    <IconArrowBackUp size={16} stroke={1.6} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
              {keys !== "" && (
                <Tooltip label={t("settings:shortcuts.clear")}>
                  <ActionIcon
                    className={classes.quiet}
                    aria-label={t("settings:shortcuts.clearOf", { action: labelOf(id) })}
                    onClick={() => void set(id, "")}
                  >
                    <IconX size={16} stroke={1.6} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
              <KeysButton
                label={t("settings:shortcuts.changeOf", { action: labelOf(id) })}
                keys={keys}
                isListening={listening === id}
                onListen={() => setListening(id)}
                onEnd={(pressed) => {
                  setListening(null);
                  if (pressed !== null) void set(id, pressed);
                }}
              />
            </Row>
          );
        })}
      </Rows>
    </>
  );
}

interface KeysButtonProps {
  label: string;
  keys: string;
  isListening: boolean;
  onListen: () => void;
  /** null: as it was. */
  onEnd: (keys: string | null) => void;
}

function KeysButton({ label, keys, isListening, onListen, onEnd }: KeysButtonProps) {
  const { t } = useTranslation("settings");
  const press = useEffectEvent((event: KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onEnd(null);
    const pressed = pressedKeys(event);
    if (pressed !== null && event.key !== "Escape") onEnd(pressed);
  });
  useEffect(() => {
    if (!isListening) return;
    const listen = (event: KeyboardEvent) => press(event);
    // Before anything else hears it, the shortcuts themselves above all.
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, [isListening]);
  return (
    <button
      type="button"
      className={classes.keys}
      data-listening={isListening || undefined}
      aria-label={`${label}: ${isListening ? t("shortcuts.press") : keyLabel(keys) || t("shortcuts.none")}`}
      onClick={onListen}
      onBlur={() => isListening && onEnd(null)}
    >
      <span className={classes.shown} aria-hidden>
        {isListening && <span className={classes.hint}>{t("shortcuts.press")}</span>}
        {!isListening && keys === "" && <span className={classes.hint}>{t("shortcuts.none")}</span>}
        {!isListening &&
          keys !== "" &&
          keys.split("+").map((key) => (
            <Kbd key={key} size="sm">
              {keyLabel(key)}
            </Kbd>
          ))}
      </span>
    </button>
  );
}

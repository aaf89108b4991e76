/** Asks before something is deleted for good: of all that is done here, it alone has no way back. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "../app/calls.ts";
import { emptyTrash, erase } from "./changes.ts";
import { asSelection, change, selectedCount, useLibrary } from "./state.ts";

export function EraseDialog({ total }: { total: number }) {
  const { t } = useTranslation("library");
  const { erasing, selected, query } = useLibrary();
  const { data: facets } = useCall("library.facets", undefined);
  const close = () => change({ erasing: null });
  const count = erasing === "trash" ? (facets?.trash ?? 0) : selectedCount(selected, total);
  const go = () => {
    close();
    const selection = asSelection(selected, query);
    if (erasing === "trash") void emptyTrash();
    else if (selection !== null) void erase(selection);
  };
  return (
    <Modal
      opened={erasing !== null}
      onClose={close}
      title={t("erase.title", { count })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Text size="sm">{t("erase.ask")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={close}>
          {t("erase.keep")}
        </Button>
        <Button color="red" onClick={go}>
          {t("action.erase")}
        </Button>
      </Group>
    </Modal>
  );
}

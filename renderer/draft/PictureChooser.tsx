/** A dialog with the pictures and clips of the library, the latest first, to start the next draft from one of them. */
import { Button, Center, Loader, Modal, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemRow } from "#contract/library.ts";
import { useCall } from "../app/calls.ts";
import { Poster } from "../library/Poster.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import classes from "./PictureChooser.module.css";
import { startFromItem } from "./picture.ts";
import { focusPromptSoon } from "./wish.ts";

const PAGE = 48;
const MOST = 480;
const WITH_PICTURES = ["generation", "video", "picture"] as const;

export function PictureChooser({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("draft");
  const [words, setWords] = useState("");
  const [search] = useDebouncedValue(words.trim(), 200);
  const [limit, setLimit] = useState(PAGE);
  const [chosen, setChosen] = useState<string | null>(null);
  const query = { kinds: [...WITH_PICTURES], ...(search !== "" && { search }) };
  const { data, error, refetch } = useCall(
    "library.page",
    { query, offset: 0, limit },
    { placeholderData: (last) => last },
  );
  const choose = async ({ id }: ItemRow) => {
    setChosen(id);
    const isKept = await startFromItem(id, undefined);
    setChosen(null);
    if (!isKept) return;
    onClose();
    focusPromptSoon();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      title={t("start.title")}
      closeButtonProps={{ "aria-label": t("start.close") }}
    >
      <TextInput
        data-autofocus
        aria-label={t("start.search")}
        placeholder={t("start.search")}
        maxLength={500}
        value={words}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setLimit(PAGE);
        }}
      />
      <div className={classes.scroll}>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && (
          <Center h={160}>
            <Loader size="sm" />
          </Center>
        )}
        {data?.total === 0 && (
          <Text c="dimmed" ta="center" py="xl">
            {search === "" ? t("start.none") : t("start.nothingFits")}
          </Text>
        )}
        <div className={classes.grid}>
          {data?.rows.map((row) => (
            <UnstyledButton
              key={row.id}
              className={classes.picture}
              disabled={chosen !== null}
              aria-busy={chosen === row.id}
              onClick={() => void choose(row)}
            >
              <span className={classes.poster}>
                <Poster row={row} scrubs={false} />
              </span>
              <Text span size="xs" truncate>
                {row.title}
              </Text>
            </UnstyledButton>
          ))}
        </div>
        {data !== undefined && data.total > limit && limit < MOST && (
          <Button variant="subtle" color="gray" fullWidth mt={8} onClick={() => setLimit(limit + PAGE)}>
            {t("start.more")}
          </Button>
        )}
      </div>
    </Modal>
  );
}

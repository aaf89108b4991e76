/** What a place shows that has nothing yet: what belongs there, and how to get it. */
import { Center, Stack, Text, Title } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface Props {
  icon: TablerIcon;
  title: string;
  text: string;
  /** Buttons that lead on. */
  children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, children }: Props) {
  return (
    <Center h="100%" p="lg">
      <Stack align="center" gap="sm" maw={400}>
        <div className={classes.icon}>
          <Icon size={28} stroke={1.5} aria-hidden />
        </div>
        <Title order={2} ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center">
          {text}
        </Text>
        {children}
      </Stack>
    </Center>
  );
}

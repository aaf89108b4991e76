/** Keeps a fault in one workspace from taking the window: tells it, and offers to draw the workspace again. */
import { Center } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { ProblemNotice } from "./ProblemNotice.tsx";

interface Props {
  children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Center h="100%" p="lg">
        <ProblemNotice error={error} onRetry={() => this.setState({ error: undefined })} />
      </Center>
    );
  }
}

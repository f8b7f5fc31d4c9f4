import {
  AlertFillIcon,
  CheckCircleFillIcon,
  CircleIcon,
  ClockIcon,
  QuestionIcon,
  XCircleFillIcon,
  type Icon,
} from '@primer/octicons-react';
import type { ReactNode } from 'react';
import type { StatusLine } from '../../shared/session/status.ts';

// A shape for each level: colour alone would leave some people out.
const shapes: Readonly<Record<StatusLine['level'], Icon>> = {
  idle: CircleIcon,
  good: CheckCircleFillIcon,
  busy: ClockIcon,
  warning: AlertFillIcon,
  bad: XCircleFillIcon,
  unknown: QuestionIcon,
};

export function StateIcon({ level }: { level: StatusLine['level'] }): ReactNode {
  const Shape = shapes[level];
  return <Shape className="state-icon" data-level={level} />;
}

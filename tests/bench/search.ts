import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { migrate } from '../../src/main/core/database/migrate.ts';
import { migrations } from '../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../src/main/core/database/open-database.ts';
import { searchReads } from '../../src/main/core/transcription/words/search-store.ts';
import { removeFolder } from '../support/remove-folder.ts';
import type { Bench } from './bench.ts';
import { quantile } from './quantile.ts';

const lineCount = 100_000;
const rounds = 9;
const subjects = ['我们', '产品组', '后端', '客户', '测试团队', '设计师', '王经理', '李工程师'];
const verbs = ['明天讨论', '已经完成', '正在准备', '需要重新检查', '下周发布', '推迟了', '想要修改'];
const objects = ['预算', '登录页面', '服务器的配置', '第三季度的计划', '用户反馈', '数据库迁移', '发布说明'];
const ends = [
  '，然后再决定。',
  '，请大家确认。',
  '，还有几个问题没有解决。',
  '。',
  '，时间不够的话就分两次做。',
];

/** Search in lines of a script without spaces, where no index of words helps. */
export const searchBench: Bench = {
  name: 'search',
  title: 'Search in 100,000 lines of Chinese in 100 sessions (processor time)',
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    const db = openDatabase(join(folder, 'scrumbot.db'));
    try {
      migrate(db, migrations);
      fill(db);
      const words = searchReads(db);
      for (const [what, query, found] of [
        ['two signs that one line in thousands has', '会议', true],
        ['two signs that every seventh line has', '预算', true],
        ['a phrase of four signs', '重新检查', true],
        ['two words of it', '预算 客户', true],
        ['what no line has', '會議', false],
      ] as const) {
        const times: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
          // All of it is work of this thread: on a machine that has time it is what the clock says.
          const before = process.cpuUsage();
          const hits = words.search(query, 50);
          const { user, system } = process.cpuUsage(before);
          times.push((user + system) / 1_000);
          if (hits.length > 0 !== found) throw new Error(`"${query}" has ${hits.length} hits.`);
        }
        report({ figure: what, value: quantile(times, 0.5), unit: 'ms', limit: { atMost: 50 } });
      }
    } finally {
      db.close();
      await removeFolder(folder);
    }
  },
};

function fill(db: Database): void {
  const session = db.prepare(
    `INSERT INTO sessions (session_id, meeting_id, title, mode, state, started_ms, owner_pid)
     VALUES (?, ?, '会', 'direct', 'ended', ?, 1)`,
  );
  const line = db.prepare(
    `INSERT INTO transcript_lines (session_id, start_sec, end_sec, text, speaker, flags) VALUES (?, ?, ?, ?, 'system', '[]')`,
  );
  const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';
  db.transaction(() => {
    for (let n = 0; n < lineCount; n += 1) {
      const id = `s-${Math.floor(n / 1_000)}`;
      if (n % 1_000 === 0) session.run(id, id, n);
      const parts = [pick(subjects, n), pick(verbs, Math.floor(n / 8)), pick(objects, Math.floor(n / 56))];
      const text = `${parts.join('')}${n % 4_000 === 17 ? '会议' : ''}${pick(ends, n * 3)}`;
      line.run(id, (n % 1_000) * 3, (n % 1_000) * 3 + 2, text);
    }
  })();
}

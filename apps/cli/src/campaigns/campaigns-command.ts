import type { campaign, campaignsPage } from '@trunkline/api-contract/campaigns';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { orNull } from '../api/or-null.ts';
import { showCommand } from '../api/show-command.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { shortTime } from '../terminal/short-time.ts';

type ListedCampaign = output<typeof campaignsPage>['data'][number];
type Campaign = output<typeof campaign>;
type Options = TargetOptions & { json?: boolean; name?: string; dialogueUrl?: string; language?: string };

const EXAMPLES = `
Examples:
  npx trunkline campaigns list
  npx trunkline campaigns create spring-survey --name "Spring survey" --dialogue-url https://example.com/dialogue
  npx trunkline campaigns change spring-survey --language de-DE
  npx trunkline campaigns get spring-survey

The application that places the calls starts and stops a campaign; Trunkline asks for
consent, and counts.`;

const pathOf = (id: string): string => `/api/campaigns/${id}`;

/** `campaigns`: lists campaigns, shows one with the numbers of its calls, and saves one. */
export function campaignsCommand(invocation: Invocation): Command {
  const { command: campaigns, signal } = invocation;
  campaigns.addHelpText('after', EXAMPLES);
  listCommand<ListedCampaign>(
    campaigns.command('list').description('list campaigns by id'),
    {
      path: '/api/campaigns',
      columns: {
        campaign: ({ id }) => id,
        name: ({ name }) => name,
        language: ({ language }) => language,
        created: ({ created_at: at }) => shortTime(at),
        'dialogue url': ({ dialogue_url: url }) => url,
      },
      none: () => 'There is no campaign.',
    },
    invocation,
  );
  const get = campaigns
    .command('get')
    .description('show a campaign with the numbers of its calls')
    .argument('<id>', 'id of the campaign, as callbacks carry it');
  showCommand<Campaign>(get, { path: pathOf, describe: describeCampaign }, invocation);
  const create = campaigns.command('create').description('create a campaign');
  withFields(create.requiredOption('--name <text>', 'name for display')).action(
    async (id: string, options: Options) => {
      const api = openApi(options, signal);
      const known = await orNull(api.get<Campaign>(pathOf(encodeURIComponent(id))));
      if (known)
        throw new CliError(`There is already a campaign ${id}. Change it: npx trunkline campaigns change ${id}`, {
          exit: EXIT.conflict,
        });
      const saved = await api.post<Campaign>('/api/campaigns', bodyOf(id, options));
      printResult(options.json, saved, () => `Campaign ${id} is created.\n`);
    },
  );
  const change = campaigns.command('change').description('change a campaign; what is left out stays');
  withFields(change.option('--name <text>', 'name for display')).action(async (id: string, options: Options) => {
    const api = openApi(options, signal);
    const { name } = await api.get<Campaign>(pathOf(encodeURIComponent(id)));
    const saved = await api.post<Campaign>('/api/campaigns', bodyOf(id, { name: name ?? id, ...options }));
    printResult(options.json, saved, describeCampaign);
  });
  return campaigns;
}

const withFields = (command: Command): Command =>
  withTarget(
    command
      .argument('<id>', 'id of the campaign, as callbacks carry it')
      .option('--dialogue-url <url>', 'where calls continue after consent')
      .option('--language <language>', 'of the consent question: en-US, de-DE, fr-FR or es-ES')
      .option('--json', 'print the JSON of the API'),
  );

const bodyOf = (id: string, { name, dialogueUrl, language }: Options): object => ({
  id,
  name,
  dialogue_url: dialogueUrl,
  language,
});

function describeCampaign(campaign: Campaign): string {
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ') || 'none';
  const lines: [name: string, value: string | null][] = [
    ['Campaign', campaign.id],
    ['Name', campaign.name],
    ['Language', campaign.language],
    ['Dialogue', campaign.dialogue_url],
    ['Created', shortTime(campaign.created_at)],
    ['Calls', `${campaign.call_attempts} to ${campaign.contacts} contacts`],
    ['Contacts', counts(campaign.by_contact_state)],
    ['Consent', counts(campaign.by_consent)],
  ];
  return lines.flatMap(([name, value]) => (value ? [`${name.padEnd(10)} ${printable(value)}\n`] : [])).join('');
}

import { effects } from '../../../faults/effects.ts'
import type { FaultState } from '../../../faults/fault.ts'
import { presets, presetWords } from '../../../faults/presets.ts'
import { shownFaults } from '../../../routes/control/faults.ts'
import type { ShownFault } from '../../../routes/control/why-not.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Empty } from '../../components/empty.tsx'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import type { Shown, Visit } from '../../page.ts'
import { effectWords, limitWords, matchWords, PHASE_WORDS } from './words.ts'

const PER_PAGE = 50

const TONES: { readonly [State in FaultState]: Tone } = {
  waiting: 'waiting',
  armed: 'bad',
  spent: 'quiet',
  over: 'quiet',
}

/** The rules that are armed, the newest first; below them, what there is to arm. */
export function listFaults(visit: Visit, { skip }: { readonly skip: number }): Shown {
  const { sandbox, link } = visit
  const all = sandbox.faults.list().reverse()
  const last = skip + PER_PAGE
  const page = shownFaults(sandbox, all.slice(skip, last))
  return {
    title: 'Faults',
    body: (
      <>
        {all.length === 0 ? (
          <Empty title="Nothing goes wrong here on purpose">
            <p>Arm a preset or an effect below: the next request that it is for meets it.</p>
          </Empty>
        ) : (
          <Table
            label="Armed rules"
            headings={['Rule', 'Effect', 'For', '#Matches', '#Acted', 'Why not yet', 'Disarm']}
            rows={page.map((fault) => rowOf(visit, fault))}
          />
        )}
        <Pager address={link('faults')} from={skip} next={last < all.length ? last : null} by="skip" />
        {all.length < 2 ? null : (
          <div class="buttons">
            <ActionButton
              to={link('faults/disarm_all')}
              text="Forget those that are spent"
              fields={{ state: 'spent' }}
            />
            <Confirm id="disarm-all" summary="Disarm all…" to={link('faults/disarm_all')} text="Disarm all of them">
              All {all.length} rules go, with what they have counted.
            </Confirm>
          </div>
        )}
        <Presets visit={visit} />
        <Effects visit={visit} />
      </>
    ),
  }
}

function rowOf({ link }: Visit, fault: ShownFault) {
  const { id, state, phase, effect, matches, injections, held, why_not } = fault
  return [
    <span class="two-lines narrow">
      <span>
        <span class="id">{id}</span> <Badge word={state} tone={TONES[state]} />
      </span>
      <span class="quiet">{limitWords(fault)}</span>
    </span>,
    <span class="two-lines narrow">
      <span class="nowrap">
        <span class="id">{effect.type}</span> <span class="quiet">{phase}</span>
      </span>
      <span class="quiet words">{effectWords(fault)}</span>
    </span>,
    <span class="words">{matchWords(fault)}</span>,
    matches,
    held === 0 ? injections : `${injections}, holds ${held}`,
    why_not === null ? '' : <span class="quiet words">{why_not}</span>,
    <ActionButton to={link('faults/disarm')} text="Disarm" fields={{ id }} tone="danger" />,
  ]
}

const Presets = ({ visit: { link } }: { readonly visit: Visit }) => (
  <section aria-labelledby="presets">
    <h2 id="presets">Presets</h2>
    <ul class="cards">
      {Object.keys(presets).map((name) => (
        <li class="card">
          <h3>{name}</h3>
          <p>{Object.entries(presetWords).find(([each]) => each === name)?.[1]}</p>
          <ActionButton to={link('faults/preset')} text={`Arm ${name}`} fields={{ name }} />
        </li>
      ))}
    </ul>
  </section>
)

const Effects = ({ visit: { link } }: { readonly visit: Visit }) => (
  <section aria-labelledby="effects">
    <h2 id="effects">Effects</h2>
    <Table
      label="Effects"
      headings={['Effect', 'What it does', 'Phases']}
      rows={effects.map(({ type, does, phases }) => [
        <a class="id nowrap" href={link(`faults/new/${type}`)}>
          {type}
        </a>,
        <span class="words">{does}</span>,
        <span class="phases">
          {phases.map((phase) => (
            <span class="badge quiet" title={PHASE_WORDS[phase]}>
              {phase}
            </span>
          ))}
        </span>,
      ])}
    />
  </section>
)

import { useId, useState } from 'preact/hooks'
import { auditActionSchema } from '#contracts/audit'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { auditEntries, auditFilter, names } from './audit-calls.ts'
import { type AuditFilter, noFilter } from './audit-filter.ts'
import { actionGroups, actionName } from './audit-words.ts'

function narrow(change: Partial<AuditFilter>) {
  auditFilter.value = { ...auditFilter.value, ...change }
  void auditEntries.load()
}

/** What happened, who did it, and between which days. */
export function AuditFilters() {
  const { action, firstDay, lastDay } = auditFilter.value
  const [round, setRound] = useState(0)
  const actionId = useId()
  const isFiltered = auditFilter.value !== noFilter
  return (
    <form class="audit-filters" onSubmit={(event) => event.preventDefault()}>
      <div class="field">
        <label for={actionId}>What</label>
        <select
          id={actionId}
          value={action ?? ''}
          onChange={(event) => {
            const picked = auditActionSchema.safeParse(event.currentTarget.value)
            narrow({ action: picked.success ? picked.data : null })
          }}
        >
          <option value="">Everything</option>
          {actionGroups.map((group) => (
            <optgroup key={group.name} label={group.name}>
              {group.actions.map((each) => (
                <option key={each} value={each}>
                  {actionName(each)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <WhoField key={round} />
      <Field
        label="From"
        type="date"
        value={firstDay}
        max={lastDay}
        onChange={(event) => narrow({ firstDay: event.currentTarget.value })}
      />
      <Field
        label="Until"
        type="date"
        value={lastDay}
        min={firstDay}
        onChange={(event) => narrow({ lastDay: event.currentTarget.value })}
      />
      {isFiltered && (
        <Button
          kind="quiet"
          icon="close"
          onClick={() => {
            auditFilter.value = noFilter
            setRound(round + 1)
            void auditEntries.load()
          }}
        >
          Clear
        </Button>
      )}
    </form>
  )
}

/** Who acts without being a user. */
const others: readonly [string, string][] = [
  ['operator', 'The operator'],
  ['system', 'The vault'],
]

/** A username, from the list of those there are; a name that is none narrows nothing. */
function WhoField() {
  const listId = useId()
  const [isUnknown, setUnknown] = useState(false)
  const known = [...names.value, ...others]
  return (
    <div>
      <Field
        label="Who did it"
        list={listId}
        placeholder="Everybody"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        {...(isUnknown ? { hint: 'There is nobody of this name.' } : {})}
        onChange={(event) => {
          const name = event.currentTarget.value.trim().toLowerCase()
          const found = known.find(([, username]) => username.toLowerCase() === name)
          setUnknown(name !== '' && found === undefined)
          narrow({ actorId: found?.[0] ?? null })
        }}
      />
      <datalist id={listId}>
        {known.map(([id, username]) => (
          <option key={id} value={username} />
        ))}
      </datalist>
    </div>
  )
}

// The line of a table that names its columns.

export function TableHead<Name extends string>(props: {
  readonly names: readonly Name[];
  readonly say: (name: Name) => string;
}) {
  return (
    <thead>
      <tr>
        {props.names.map((name) => (
          <th key={name}>{props.say(name)}</th>
        ))}
      </tr>
    </thead>
  );
}

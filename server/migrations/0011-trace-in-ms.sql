-- Durations in milliseconds with their decimals: a whole number of microseconds beside the word `pin` can be the
-- digits of somebody's PIN, by chance.

update trace set steps = (
  select json_agg(json_build_array(step->0, step->1, (step->>2)::numeric / 1000, step->3) order by position)
  from json_array_elements(steps) with ordinality as kept (step, position)
) where json_array_length(steps) > 0;

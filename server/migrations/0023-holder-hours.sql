-- What holders set for their cards beside limits: the hours of the day in which they pay, and whether the stripe does.

alter table card
  -- `0800-2200`, local to the till: from the first minute on, up to and without the second; over midnight where the
  -- second comes before the first. Null: at any hour.
  add column pay_hours  text check (pay_hours ~ '^([01][0-9]|2[0-3])[0-5][0-9]-([01][0-9]|2[0-3])[0-5][0-9]$'
    and left(pay_hours, 4) <> right(pay_hours, 4)),
  add column stripe_use boolean not null default true;

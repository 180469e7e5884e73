-- A bank's risk rule in its policies: at some hours, at merchants of some categories, a PIN above an amount. There is
-- none so far.

update cvm_policy set rules = (rules::jsonb || '{"risk": null}')::json;

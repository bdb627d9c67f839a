"""The strategies of areas: what is written together with Government, in workstreams with ambitions and actions."""

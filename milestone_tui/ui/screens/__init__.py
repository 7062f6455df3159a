"""The screens: thin, each reads the store and hands values to widgets."""

//! azurerm spellings lowered to ARM.

{"version": 4, "resources": [}

"""How fast is the service as it is deployed, beside plain Django that does the same and nothing else?"""

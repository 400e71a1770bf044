"""What `topbms domoticz setup` needs: what each pack reports, learnt beside a running gateway."""
